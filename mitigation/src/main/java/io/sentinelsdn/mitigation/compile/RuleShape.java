package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.flow.Detour;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.net.Dpid;
import java.time.Duration;
import java.util.Objects;

/**
 * A rule without name and lifetime.
 *
 * @param dpid the ingress switch, or null for every switch
 * @param band where it stands
 * @param match what it matches; automatic rules always name the ingress port
 * @param verdict what happens to a match
 * @param meter the meter, or null
 * @param detour where it is sent, or null
 */
public record RuleShape(
        Dpid dpid, RuleBand band, Match match, FlowRule.Verdict verdict, MeterSpec meter, Detour detour) {
    static RuleShape drop(Dpid dpid, Match match) {
        return new RuleShape(dpid, RuleBand.AUTO_NARROW, match, FlowRule.Verdict.DROP, null, null);
    }

    /** Lets so many packets a second pass. */
    public static RuleShape limit(Dpid dpid, RuleBand band, Match match, long packetsPerSecond) {
        return new RuleShape(
                dpid, band, match, FlowRule.Verdict.METER, MeterSpec.packetsPerSecond(packetsPerSecond), null);
    }

    static RuleShape detour(Dpid dpid, RuleBand band, Match match, Detour detour) {
        return new RuleShape(dpid, band, match, FlowRule.Verdict.DETOUR, null, detour);
    }

    /** This shape as a rule. */
    public FlowRule named(String id, Duration lifetime) {
        return new FlowRule(id, dpid, band, match, verdict, meter, detour, lifetime);
    }

    /** Whether a rule stands at the same place of the same table, so that a switch can hold only one of the two. */
    public boolean samePlace(FlowRule rule) {
        return Objects.equals(dpid, rule.dpid()) && band == rule.band() && match.equals(rule.match());
    }

    /** Whether the rule does what this shape asks for; meters may differ by a factor of two. */
    public boolean servedBy(FlowRule rule) {
        return samePlace(rule)
                && verdict == rule.verdict()
                && Objects.equals(detour, rule.detour())
                && (meter == null
                        || (meter.rate() <= 2 * rule.meter().rate()
                                && rule.meter().rate() <= 2 * meter.rate()));
    }
}
