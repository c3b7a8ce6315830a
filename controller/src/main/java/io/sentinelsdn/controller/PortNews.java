package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.SwitchFeatures;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the ports of one switch have become since the control thread looked last. However often they change, what waits
 * for it is one list, and the ports that were down in between. The event loop of the switch puts in, the control thread
 * takes.
 */
final class PortNews {
    private Set<Integer> up;
    private Set<Integer> lost = new HashSet<>();
    private List<SwitchFeatures.Port> latest;

    /**
     * @param now the ports after a change
     * @param lost numbers of those that were down meanwhile, though they may be up again
     */
    record Change(List<SwitchFeatures.Port> now, Set<Integer> lost) {}

    PortNews(List<SwitchFeatures.Port> known) {
        up = up(known);
    }

    /** The ports have changed; answers whether the control thread is to be told to look. */
    synchronized boolean put(List<SwitchFeatures.Port> now) {
        Set<Integer> upNow = up(now);
        up.removeAll(upNow);
        lost.addAll(up);
        up = upNow;
        boolean tell = latest == null;
        latest = now;
        return tell;
    }

    /** What has changed; once for each time that {@link #put} said so. */
    synchronized Change take() {
        Change change = new Change(latest, lost);
        latest = null;
        lost = new HashSet<>();
        return change;
    }

    private static Set<Integer> up(List<SwitchFeatures.Port> ports) {
        return ports.stream()
                .filter(SwitchFeatures.Port::up)
                .map(SwitchFeatures.Port::number)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
