package io.sentinelsdn.simulator.ofswitch;

import java.util.List;
import java.util.Set;

/** One set of actions of a group, with its counters. Owned by the switch's event loop. */
final class Bucket {
    final int weight;
    final int watchPort;
    final int watchGroup;
    final List<SwitchAction> actions;
    long packets;
    long bytes;

    /**
     * @param weight share of a SELECT group's packets
     * @param watchPort port on which its liveness depends, or ANY
     * @param watchGroup group on which its liveness depends, or ANY
     * @param actions executed as an action set (section 5.10)
     */
    Bucket(int weight, int watchPort, int watchGroup, List<SwitchAction> actions) {
        this.weight = weight;
        this.watchPort = watchPort;
        this.watchGroup = watchGroup;
        this.actions = ActionSet.merge(List.of(), actions);
    }

    boolean isWatching() {
        return watchPort != PortNumbers.ANY || watchGroup != PortNumbers.ANY;
    }

    /** Adds the groups that it sends to or watches. */
    void addNext(Set<Integer> groups) {
        if (watchGroup != PortNumbers.ANY) {
            groups.add(watchGroup);
        }
        for (SwitchAction action : actions) {
            if (action instanceof SwitchAction.ToGroup to) {
                groups.add(to.group());
            }
        }
    }

    void count(long n, int length) {
        packets += n;
        bytes += n * length;
    }
}
