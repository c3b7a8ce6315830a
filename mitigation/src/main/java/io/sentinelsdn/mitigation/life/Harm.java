package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Measured;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.mitigation.life.Regulars.Regular;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the rules of an incident do to good traffic, from two sides: what clients without a permit sent in calm times
 * and rules now match, and who is among the packets that were sampled from what the rules hold back. Of each client the
 * larger counts. Owned by the mitigation thread.
 */
final class Harm {
    /** Fewer samples of a rule say nothing. */
    private static final double FEWEST = 20;
    /** Clients whose packets are lost repeat some of them; what is beyond this is not theirs. */
    private static final double REPEATS = 2;
    /** A stranger beside attackers sends less than this share of what a rule matches, and fewer packets a second. */
    private static final double LITTLE = 0.05;

    private static final double FEW_PPS = 50;
    private static final int STRANGERS = 64;

    private final RuleBook book;
    private final Looks looks;

    /**
     * What was found.
     *
     * @param share of the victim's good traffic that is lost, from clients proven good alone, in [0, 1]
     * @param measured for the plan, with strangers
     * @param strangers sources under a prefix that do not seem to attack, at most 64
     */
    record Estimate(double share, Measured measured, Set<IpAddress> strangers) {
        Estimate {
            strangers = Set.copyOf(strangers);
        }
    }

    Harm(RuleBook book, Looks looks) {
        this.book = book;
        this.looks = looks;
    }

    /**
     * @param good clients of the victim proven good that do not take part in the attack
     * @param permitted those that are let through
     */
    Estimate of(Incident incident, List<Regular> good, Set<IpAddress> permitted) {
        List<MitigationRule> rules = book.get(incident.ruleIds);
        Map<IpAddress, Double> lost = new HashMap<>();
        Map<IpAddress, Regular> unpermitted = new HashMap<>();
        double all = 0;
        for (Regular client : good) {
            all += client.pps;
            if (!permitted.contains(client.address)) {
                unpermitted.put(client.address, client);
                lost.put(client.address, client.pps * lost(rules, client));
            }
        }
        Map<IpAddress, Double> strangers = new HashMap<>();
        double samples = 0;
        double goodSamples = 0;
        for (MitigationRule rule : rules) {
            double of = looks.packets(rule.rule().id());
            samples += of;
            if (of < FEWEST) {
                continue;
            }
            double held = heldPps(rule);
            for (Map.Entry<IpAddress, Double> source :
                    looks.sources(rule.rule().id()).entrySet()) {
                double pps = Looks.atLeast(source.getValue(), of) * held;
                Regular client = unpermitted.get(source.getKey());
                if (client != null) {
                    goodSamples += source.getValue();
                    lost.merge(source.getKey(), Math.min(REPEATS * client.pps, pps), Math::max);
                } else if (isStranger(incident, rule.rule().match(), source.getKey(), source.getValue() / of, held)) {
                    goodSamples += source.getValue();
                    strangers.merge(source.getKey(), pps, Double::sum);
                }
            }
        }
        double hurt = sum(lost);
        double strange = sum(strangers);
        Measured measured = new Measured(
                share(hurt + strange, all + strange),
                Math.round(samples),
                Math.min(Math.round(samples), Math.round(goodSamples)),
                incident.retreats);
        Set<IpAddress> few = new HashSet<>();
        strangers.keySet().stream().sorted().limit(STRANGERS).forEach(few::add);
        return new Estimate(share(hurt, all), measured, few);
    }

    private static double sum(Map<IpAddress, Double> pps) {
        return pps.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double share(double part, double all) {
        return all <= 0 ? 0 : Math.min(1, part / all);
    }

    /** Whether a source under a prefix is none of the attackers that the prefix was made for. */
    private static boolean isStranger(Incident incident, Match match, IpAddress source, double share, double held) {
        AttackEvidence evidence = incident.detection.evidence();
        return match.src() != null
                && !match.src().isHost()
                && !evidence.spoofed()
                && share <= LITTLE
                && share * held <= FEW_PPS
                && evidence.sources().stream()
                        .noneMatch(attacker -> attacker.ip().equals(source));
    }

    /** What a client loses: all of it by a drop; by a limit what the limit takes from everybody. */
    private static double lost(List<MitigationRule> rules, Regular client) {
        return rules.stream()
                .filter(rule -> touches(rule.rule(), client))
                .mapToDouble(rule -> {
                    double share = rule.rule().match().tcpSyn() ? 0.1 : 1;
                    double pps = Math.max(1, rule.state().pps());
                    return rule.rule().verdict() == FlowRule.Verdict.DROP ? share : share * heldPps(rule) / pps;
                })
                .max()
                .orElse(0);
    }

    /** Packets per second that end at the rule. */
    private static double heldPps(MitigationRule rule) {
        double pps = rule.state().pps();
        return switch (rule.rule().verdict()) {
            case DROP -> pps;
            case METER -> Math.max(0, pps - rule.rule().meter().rate());
            case ALLOW, DETOUR -> 0;
        };
    }

    /** Whether packets of the client come to the rule, whatever their ports. */
    static boolean touches(FlowRule rule, Regular client) {
        Match match = rule.match();
        boolean source = match.src() == null || match.src().contains(client.address);
        boolean sameFamily = match.dst() != null && match.dst().address().isV4() == client.address.isV4();
        return rule.verdict() != FlowRule.Verdict.ALLOW
                && source
                && sameFamily
                && client.dpid.equals(rule.dpid())
                && match.inPort() != null
                && match.inPort() == client.inPort;
    }
}
