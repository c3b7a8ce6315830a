package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.Dpid;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which rules are whose, and where those of people stand: found without looking at every rule. Owned by the mitigation thread, but
 * for {@link #count}, which any may ask.
 */
final class RuleIndex {
    private final Map<Owner, Set<String>> stored = new EnumMap<>(Owner.class);
    private final Map<Place, String> byPlace = new HashMap<>();
    private final Map<Owner, Integer> counts = new EnumMap<>(Owner.class);
    private volatile Map<Owner, Integer> shownCounts = Map.of();

    /** Where a rule stands: the next one there takes its place on the switch. */
    private record Place(Dpid dpid, RuleBand band, Match match) {
        static Place of(FlowRule rule) {
            return new Place(rule.dpid(), rule.band(), rule.match());
        }
    }

    RuleIndex() {
        for (Owner owner : Owner.values()) {
            stored.put(owner, new LinkedHashSet<>());
            counts.put(owner, 0);
        }
    }

    /** A rule that was not there before. */
    void add(MitigationRule rule, boolean isStored) {
        counts.merge(rule.owner(), 1, Integer::sum);
        if (isStored) {
            stored.get(rule.owner()).add(rule.rule().id());
            if (rule.owner() == Owner.USER) {
                byPlace.putIfAbsent(Place.of(rule.rule()), rule.rule().id());
            }
        }
    }

    void remove(MitigationRule rule) {
        counts.merge(rule.owner(), -1, Integer::sum);
        stored.get(rule.owner()).remove(rule.rule().id());
        byPlace.remove(Place.of(rule.rule()), rule.rule().id());
    }

    /** Ids of an owner's rules that are stored, oldest first. */
    Collection<String> stored(Owner owner) {
        return stored.get(owner);
    }

    /** Id of the stored rule of people that stands here, or null; {@code dpid} null is every switch. */
    String ofPeople(Dpid dpid, RuleBand band, Match match) {
        return byPlace.get(new Place(dpid, band, match));
    }

    /** Makes the counts visible to other threads. */
    void publish() {
        shownCounts = Map.copyOf(counts);
    }

    /** Live rules of an owner when they were last published. Any thread. */
    int count(Owner owner) {
        return shownCounts.getOrDefault(owner, 0);
    }
}
