package io.sentinelsdn.mitigation.list;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.net.Prefix;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lists as permanent rules on every switch. An allow-listed prefix is exempt as a source and as a destination; the
 * exemption as a destination rests while one of its addresses is the victim of an attack that is being mitigated, since
 * it would let the attack through. Stateless; any thread.
 */
public final class ListRules {
    private static final String BLACK = "black-";

    private ListRules() {}

    /** The rules by id. */
    public static Map<String, FlowRule> of(PrefixSet allowed, PrefixSet blocked, Collection<Prefix> victims) {
        Map<String, FlowRule> rules = new LinkedHashMap<>();
        for (Prefix entry : allowed.entries()) {
            put(rules, "allow-src-" + slug(entry), RuleBand.ALLOW, Match.source(entry), FlowRule.Verdict.ALLOW);
            if (victims.stream().noneMatch(victim -> PrefixSet.covers(entry, victim))) {
                put(
                        rules,
                        "allow-dst-" + slug(entry),
                        RuleBand.ALLOW,
                        Match.destination(entry),
                        FlowRule.Verdict.ALLOW);
            }
        }
        for (Prefix entry : blocked.entries()) {
            put(rules, BLACK + slug(entry), RuleBand.BLACKLIST, Match.source(entry), FlowRule.Verdict.DROP);
        }
        return rules;
    }

    /** A prefix as part of a rule id: without a slash, so that an id is one segment of a path. */
    public static String slug(Prefix prefix) {
        return prefix.toString().replace('/', '-');
    }

    private static void put(
            Map<String, FlowRule> rules, String id, RuleBand band, Match match, FlowRule.Verdict verdict) {
        rules.put(id, new FlowRule(id, null, band, match, verdict, null, null));
    }
}
