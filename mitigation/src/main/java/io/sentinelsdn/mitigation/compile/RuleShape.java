package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.net.Dpid;
import java.time.Duration;

/**
 * A rule without name and lifetime.
 *
 * @param dpid the ingress switch
 * @param band where it stands
 * @param match what it matches; automatic rules always name the ingress port
 * @param verdict what happens to a match
 * @param meter the meter, or null
 */
public record RuleShape(Dpid dpid, RuleBand band, Match match, FlowRule.Verdict verdict, MeterSpec meter) {
    static RuleShape drop(Dpid dpid, Match match) {
        return new RuleShape(dpid, RuleBand.AUTO_NARROW, match, FlowRule.Verdict.DROP, null);
    }

    static RuleShape limit(Dpid dpid, RuleBand band, Match match, long packetsPerSecond) {
        return new RuleShape(dpid, band, match, FlowRule.Verdict.METER, MeterSpec.packetsPerSecond(packetsPerSecond));
    }

    /** This shape as a rule. */
    public FlowRule named(String id, Duration lifetime) {
        return new FlowRule(id, dpid, band, match, verdict, meter, lifetime);
    }

    /** Whether a rule stands at the same place of the same table, so that a switch can hold only one of the two. */
    public boolean samePlace(FlowRule rule) {
        return dpid.equals(rule.dpid()) && band == rule.band() && match.equals(rule.match());
    }

    /** Whether the rule does what this shape asks for; meters may differ by a factor of two. */
    public boolean servedBy(FlowRule rule) {
        return samePlace(rule)
                && verdict == rule.verdict()
                && (meter == null
                        || (meter.rate() <= 2 * rule.meter().rate()
                                && rule.meter().rate() <= 2 * meter.rate()));
    }
}
