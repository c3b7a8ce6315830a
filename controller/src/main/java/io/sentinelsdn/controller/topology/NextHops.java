package io.sentinelsdn.controller.topology;

import java.util.List;

/**
 * How one switch reaches another.
 *
 * @param ports first ports of all shortest paths; the first is the one to take where only one can be
 * @param backups ports that also lead there and whose neighbour will not send back: loop-free alternates (RFC 5286,
 *     inequality 1), shortest first
 */
public record NextHops(List<Integer> ports, List<Integer> backups) {
    /** There is no path. */
    public static final NextHops NONE = new NextHops(List.of(), List.of());

    public NextHops {
        ports = List.copyOf(ports);
        backups = List.copyOf(backups);
    }

    public boolean isNone() {
        return ports.isEmpty();
    }
}
