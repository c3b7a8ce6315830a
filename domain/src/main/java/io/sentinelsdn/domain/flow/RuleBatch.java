package io.sentinelsdn.domain.flow;

import java.util.List;

/**
 * A change of the desired rules: removals first, then additions, one write and one barrier a switch.
 *
 * @param add rules to have; one with a known id replaces it
 * @param remove ids of rules to have no longer; unknown ids are ignored
 */
public record RuleBatch(List<FlowRule> add, List<String> remove) {
    public RuleBatch {
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }

    public static RuleBatch adding(List<FlowRule> rules) {
        return new RuleBatch(rules, List.of());
    }

    public static RuleBatch removing(List<String> ids) {
        return new RuleBatch(List.of(), ids);
    }
}
