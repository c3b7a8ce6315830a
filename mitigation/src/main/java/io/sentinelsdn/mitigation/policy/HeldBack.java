package io.sentinelsdn.mitigation.policy;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.Ingress;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The whole attack: what is seen of it, and what the rules already hold back. Packets that a rule drops are not seen by
 * the monitor table; a new plan made from the visible rest alone would let go of them.
 */
public final class HeldBack {
    private record PortKey(Dpid dpid, int inPort) {}

    private record SourceKey(IpAddress ip, Dpid dpid, int inPort) {}

    private HeldBack() {}

    /**
     * Evidence in which each ingress port, source and destination port has the larger of what is seen there and what
     * rules hold back there.
     *
     * @param hitPps packets per second that match a rule now
     */
    public static AttackEvidence with(AttackEvidence seen, List<FlowRule> rules, ToDoubleFunction<FlowRule> hitPps) {
        double held = rules.stream().mapToDouble(hitPps).sum();
        if (held <= 0) {
            return seen;
        }
        List<Ingress> ingress = ingress(seen, rules, hitPps);
        double pps =
                Math.max(seen.pps(), ingress.stream().mapToDouble(Ingress::pps).sum());
        return new AttackEvidence(
                seen.target(),
                seen.protocol(),
                seen.icmpType(),
                seen.synOnly(),
                seen.spoofed(),
                pps,
                seen.bps(),
                ingress,
                sources(seen, rules, hitPps, pps),
                seen.distinctSources(),
                dstPorts(seen, rules, hitPps, held, pps));
    }

    /**
     * Packets per second of the attack that are seen: shares of sources and ports are shares of these. The rate of the
     * evidence may count what rules hold back as well, that of its ingress ports does not.
     */
    static double seenPps(AttackEvidence evidence) {
        double atPorts = evidence.ingress().stream().mapToDouble(Ingress::pps).sum();
        return evidence.ingress().isEmpty() ? evidence.pps() : Math.min(evidence.pps(), atPorts);
    }

    private static List<Ingress> ingress(AttackEvidence seen, List<FlowRule> rules, ToDoubleFunction<FlowRule> hitPps) {
        Map<PortKey, Double> held = new LinkedHashMap<>();
        rules.forEach(rule ->
                held.merge(new PortKey(rule.dpid(), rule.match().inPort()), hitPps.applyAsDouble(rule), Double::sum));
        Map<PortKey, Double> all = new LinkedHashMap<>();
        seen.ingress().forEach(port -> all.merge(new PortKey(port.dpid(), port.inPort()), port.pps(), Double::sum));
        held.forEach((port, pps) -> all.merge(port, pps, Math::max));
        return all.entrySet().stream()
                .filter(port -> port.getValue() > 0)
                .map(port -> new Ingress(port.getKey().dpid(), port.getKey().inPort(), port.getValue()))
                .sorted(Comparator.comparingDouble(Ingress::pps).reversed())
                .toList();
    }

    private static List<SourceShare> sources(
            AttackEvidence seen, List<FlowRule> rules, ToDoubleFunction<FlowRule> hitPps, double pps) {
        Map<SourceKey, SourceShare> all = new LinkedHashMap<>();
        for (SourceShare source : seen.sources()) {
            double share = source.share() * seenPps(seen) / pps;
            all.put(
                    new SourceKey(source.ip(), source.dpid(), source.inPort()),
                    new SourceShare(source.ip(), share, source.dpid(), source.inPort(), source.bound()));
        }
        for (FlowRule rule : rules) {
            if (rule.match().src() == null || !rule.match().src().isHost()) {
                continue;
            }
            IpAddress ip = rule.match().src().address();
            double share = hitPps.applyAsDouble(rule) / pps;
            all.merge(
                    new SourceKey(ip, rule.dpid(), rule.match().inPort()),
                    new SourceShare(ip, share, rule.dpid(), rule.match().inPort(), true),
                    (one, two) -> one.share() >= two.share() ? one : two);
        }
        return all.values().stream()
                .sorted(Comparator.comparingDouble(SourceShare::share).reversed())
                .limit(64)
                .toList();
    }

    /** Without a rule that names ports nothing is known about the ports of what is held back: then none are named. */
    private static List<PortShare> dstPorts(
            AttackEvidence seen, List<FlowRule> rules, ToDoubleFunction<FlowRule> hitPps, double held, double pps) {
        Map<Integer, Double> all = new LinkedHashMap<>();
        seen.dstPorts().forEach(port -> all.merge(port.port(), port.share() * seenPps(seen), Double::sum));
        Map<Integer, Double> byRule = new LinkedHashMap<>();
        double unnamed = 0;
        for (FlowRule rule : rules) {
            if (rule.match().dstPort() == null) {
                unnamed += hitPps.applyAsDouble(rule);
            } else {
                byRule.merge(rule.match().dstPort(), hitPps.applyAsDouble(rule), Double::sum);
            }
        }
        if (unnamed > seenPps(seen) || held <= 0) {
            return List.of();
        }
        byRule.forEach((port, hits) -> all.merge(port, hits, Math::max));
        List<PortShare> shares = new ArrayList<>();
        all.forEach((port, hits) -> shares.add(new PortShare(port, Math.min(1, hits / pps))));
        shares.sort(Comparator.comparingDouble(PortShare::share).reversed());
        return shares.subList(0, Math.min(64, shares.size()));
    }
}
