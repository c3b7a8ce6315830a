package io.sentinelsdn.domain.flow;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;

/**
 * Where a packet is sent instead: fields of its destination, or of its source on the way back, are set and it goes on
 * to forwarding, which knows the way by Ethernet address over any number of switches.
 *
 * @param back sets the source, so that an answer looks as if it came from the victim
 * @param mac Ethernet address
 * @param ip address, or null to leave it
 * @param port TCP or UDP port, or null to leave it; needs a match on the protocol
 */
public record Detour(boolean back, MacAddress mac, IpAddress ip, Integer port) {
    public Detour {
        if (mac == null) {
            throw new IllegalArgumentException("a detour needs an Ethernet address");
        }
        if (port != null && (port < 1 || port > 65_535)) {
            throw new IllegalArgumentException("port must be between 1 and 65535: " + port);
        }
    }

    /** A destination by Ethernet address alone: a scrubber sees the packet as the victim would. */
    public static Detour to(MacAddress mac) {
        return new Detour(false, mac, null, null);
    }

    @Override
    public String toString() {
        return (back ? "as if from " : "to ") + (ip == null ? mac : ip) + (port == null ? "" : " port " + port);
    }
}
