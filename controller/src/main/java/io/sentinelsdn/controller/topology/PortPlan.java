package io.sentinelsdn.controller.topology;

import java.util.HashSet;
import java.util.Set;

/**
 * What the ports of one switch are for. A port that is in none of the sets is down or its discovery still goes on:
 * nothing is flooded there and nobody is learned there.
 *
 * @param edges ports with hosts
 * @param trunks ports with other switches of ours
 * @param tree the trunks that frames for everybody take; what such frames bring in at other trunks is dropped
 */
public record PortPlan(Set<Integer> edges, Set<Integer> trunks, Set<Integer> tree) {
    public static final PortPlan NONE = new PortPlan(Set.of(), Set.of(), Set.of());

    public PortPlan {
        edges = Set.copyOf(edges);
        trunks = Set.copyOf(trunks);
        tree = Set.copyOf(tree);
        if (!trunks.containsAll(tree)) {
            throw new IllegalArgumentException("tree must be among trunks " + trunks + ": " + tree);
        }
    }

    /** Ports that frames for everybody leave by. */
    public Set<Integer> flood() {
        Set<Integer> flood = new HashSet<>(edges);
        flood.addAll(tree);
        return flood;
    }

    /** Trunks that frames for everybody must not use. */
    public Set<Integer> blocked() {
        Set<Integer> blocked = new HashSet<>(trunks);
        blocked.removeAll(tree);
        return blocked;
    }

    /** The same with only those tree ports that are also in {@code open}. */
    PortPlan withTreeAmong(Set<Integer> open) {
        Set<Integer> both = new HashSet<>(tree);
        both.retainAll(open);
        return new PortPlan(edges, trunks, both);
    }
}
