package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SwitchPort;
import java.util.Map;

/**
 * What slices may rely on.
 *
 * @param linkMbps speed of links that {@code links} does not name, 1 to 100,000 Mbit/s
 * @param links speed of links by the switch port at one end, Mbit/s
 * @param queues whether queues are configured where a database can be reached
 * @param entriesPerSwitch most entries of slices on one switch; a slice beyond is refused
 */
public record SliceConfig(int linkMbps, Map<SwitchPort, Integer> links, boolean queues, int entriesPerSwitch) {
    private static final int LINK_MBPS = 1_000;
    private static final int ENTRIES = 4_000;

    public SliceConfig {
        links = Map.copyOf(links);
        check("linkMbps", linkMbps);
        links.forEach((port, mbps) -> check("speed of " + port, mbps));
        if (entriesPerSwitch < 1) {
            throw new IllegalArgumentException("entriesPerSwitch must be > 0: " + entriesPerSwitch);
        }
    }

    /** Links of 1 Gbit/s, queues, 4,000 entries. */
    public static SliceConfig defaults() {
        return new SliceConfig(LINK_MBPS, Map.of(), true, ENTRIES);
    }

    public SliceConfig withLinks(int standardMbps, Map<SwitchPort, Integer> named) {
        return new SliceConfig(standardMbps, named, queues, entriesPerSwitch);
    }

    public SliceConfig withQueues(boolean wanted) {
        return new SliceConfig(linkMbps, links, wanted, entriesPerSwitch);
    }

    private static void check(String name, int mbps) {
        if (mbps < 1 || mbps > SliceSpec.MOST_BANDWIDTH) {
            throw new IllegalArgumentException(
                    name + " must be between 1 and " + SliceSpec.MOST_BANDWIDTH + " Mbit/s: " + mbps);
        }
    }
}
