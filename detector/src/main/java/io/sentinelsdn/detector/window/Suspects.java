package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.net.IpAddress;
import java.util.Set;

/**
 * Destinations that deserve a closer look: an immutable snapshot, published by the window thread, read by shards.
 *
 * @param addresses the destinations
 */
public record Suspects(Set<IpAddress> addresses) {
    public static final Suspects NONE = new Suspects(Set.of());

    public Suspects {
        addresses = Set.copyOf(addresses);
    }

    public boolean isEmpty() {
        return addresses.isEmpty();
    }

    /** Whether the address is among them. */
    public boolean contains(long hi, long lo) {
        return addresses.contains(new IpAddress(hi, lo));
    }
}
