package io.sentinelsdn.mitigation.policy;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.List;
import java.util.Optional;

/**
 * Whether the rules of an incident still fit what is seen of it. Only what carries at least a tenth of the attack
 * counts, measured against the strength for which the rules were made: what trickles past rules that work is no reason
 * to change them. Stateless; any thread.
 */
public final class Fit {
    private static final double MATERIAL = 0.1;

    private final AttackEvidence evidence;
    private final List<FlowRule> rules;
    private final PrefixSet allowed;
    private final double materialPps;
    private final double seenPps;

    private Fit(AttackEvidence evidence, List<FlowRule> rules, double plannedPps, PrefixSet allowed) {
        this.evidence = evidence;
        this.rules = rules;
        this.allowed = allowed;
        this.seenPps = HeldBack.seenPps(evidence);
        this.materialPps = Math.max(1, MATERIAL * Math.max(plannedPps, evidence.pps()));
    }

    /**
     * Why the rules no longer fit, or empty.
     *
     * @param evidence the newest evidence
     * @param rules the incident's live rules, at least one
     * @param plannedPps attack packets per second when they were made
     * @param allowed the allow-list
     */
    public static Optional<String> misfit(
            AttackEvidence evidence, List<FlowRule> rules, double plannedPps, PrefixSet allowed) {
        Fit fit = new Fit(evidence, rules, plannedPps, allowed);
        if (isForged(evidence, rules)) {
            return Optional.of("its sources turned out to be forged");
        }
        return fit.newIngress()
                .or(fit::newSource)
                .or(fit::otherKind)
                .or(fit::newDstPort)
                .map(what -> "the attack changed: " + what);
    }

    /** Whether rules match sources that are forged, which no rule may. */
    public static boolean isForged(AttackEvidence evidence, List<FlowRule> rules) {
        return evidence.spoofed() && matchesSource(rules);
    }

    private static boolean matchesSource(List<FlowRule> rules) {
        return rules.stream().anyMatch(rule -> rule.match().src() != null);
    }

    /** An ingress port that is not known (0) cannot be matched, so no rule is missing there. */
    private Optional<String> newIngress() {
        return evidence.ingress().stream()
                .filter(port -> port.inPort() != 0)
                .filter(port -> port.pps() >= materialPps)
                .filter(port -> rules.stream()
                        .noneMatch(rule ->
                                port.dpid().equals(rule.dpid()) && rule.match().inPort() == port.inPort()))
                .findFirst()
                .map(port -> "it also enters at port " + Integer.toUnsignedString(port.inPort()));
    }

    private Optional<String> newSource() {
        if (!matchesSource(rules)) {
            return Optional.empty();
        }
        double covered = evidence.sources().stream()
                .filter(source -> allowed.covers(Prefix.host(source.ip()))
                        || rules.stream().anyMatch(rule -> covers(rule.match(), source.ip())))
                .mapToDouble(AttackEvidence.SourceShare::share)
                .sum();
        if (!evidence.sources().isEmpty() && manySmall(covered)) {
            return Optional.of("other sources joined");
        }
        return evidence.sources().stream()
                .filter(source -> source.share() * seenPps >= materialPps)
                .filter(source -> !allowed.covers(Prefix.host(source.ip())))
                .filter(source -> rules.stream().noneMatch(rule -> covers(rule.match(), source.ip())))
                .findFirst()
                .map(source -> source.ip() + " joined");
    }

    /** Whether many, of which none counts alone, count together; what a choice may leave over does not. */
    private boolean manySmall(double covered) {
        return (1 - covered) * seenPps >= 2 * materialPps;
    }

    private static boolean covers(Match match, IpAddress source) {
        return match.src() == null || match.src().contains(source);
    }

    private Optional<String> otherKind() {
        if (seenPps < materialPps) {
            return Optional.empty();
        }
        Match match = rules.get(0).match();
        if (match.tcpSyn() && !evidence.synOnly()) {
            return Optional.of("it is no longer made of SYNs alone");
        }
        if (match.icmpType() != null && !match.icmpType().equals(evidence.icmpType())) {
            return Optional.of("it uses another ICMP type");
        }
        return Optional.empty();
    }

    private Optional<String> newDstPort() {
        if (rules.stream().anyMatch(rule -> rule.match().dstPort() == null)) {
            return Optional.empty();
        }
        double covered = evidence.dstPorts().stream()
                .filter(port -> rules.stream().anyMatch(rule -> rule.match().dstPort() == port.port()))
                .mapToDouble(AttackEvidence.PortShare::share)
                .sum();
        if (!evidence.dstPorts().isEmpty() && manySmall(covered)) {
            return Optional.of("it spreads over other ports");
        }
        return evidence.dstPorts().stream()
                .filter(port -> port.share() * seenPps >= materialPps)
                .filter(port -> rules.stream().noneMatch(rule -> rule.match().dstPort() == port.port()))
                .findFirst()
                .map(port -> "it also hits port " + port.port());
    }
}
