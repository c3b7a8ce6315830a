package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.Dpid;
import java.util.Comparator;

/**
 * A port of a switch, where a cable ends. Ordered by datapath id, then by port, so that what is computed over cables
 * does not depend on the order in which they were found.
 */
public record End(Dpid dpid, int port) implements Comparable<End> {
    private static final Comparator<End> ORDER = Comparator.comparing(End::dpid)
            .thenComparing((one, other) -> Integer.compareUnsigned(one.port(), other.port()));

    @Override
    public int compareTo(End other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return dpid + ":" + Integer.toUnsignedString(port);
    }
}
