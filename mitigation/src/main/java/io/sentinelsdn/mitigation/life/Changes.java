package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleBatch;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one write to the switches will change. Owned by the mitigation thread. */
final class Changes {
    private final Map<String, FlowRule> add = new LinkedHashMap<>();
    private final Set<String> remove = new LinkedHashSet<>();

    void add(FlowRule rule) {
        add.put(rule.id(), rule);
    }

    void remove(String ruleId) {
        add.remove(ruleId);
        remove.add(ruleId);
    }

    boolean isEmpty() {
        return add.isEmpty() && remove.isEmpty();
    }

    RuleBatch batch() {
        return new RuleBatch(List.copyOf(add.values()), List.copyOf(remove));
    }
}
