package io.sentinelsdn.simulator.host;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import java.util.Map;

/**
 * What has reached a host since it was made: an immutable snapshot.
 *
 * @param packets frames for it, broadcast and multicast included
 * @param bytes their bytes
 * @param initialSyns TCP segments with SYN and without ACK
 * @param foreignFrames frames for somebody else, flooded to it
 * @param beyondBounds counts that found no room in one of the maps
 * @param byProtocol packets by IP protocol
 * @param byPort packets by destination port
 * @param bySource packets by source address
 * @param bySender packets by Ethernet source; it stays true when the source address is forged
 */
public record HostSnapshot(
        long packets,
        long bytes,
        long initialSyns,
        long foreignFrames,
        long beyondBounds,
        Map<Integer, Long> byProtocol,
        Map<Port, Long> byPort,
        Map<IpAddress, Long> bySource,
        Map<MacAddress, Long> bySender) {
    /** A TCP or UDP port. */
    public record Port(int protocol, int number) {}

    public HostSnapshot {
        byProtocol = Map.copyOf(byProtocol);
        byPort = Map.copyOf(byPort);
        bySource = Map.copyOf(bySource);
        bySender = Map.copyOf(bySender);
    }

    /** Packets of an IP protocol. */
    public long ofProtocol(int protocol) {
        return byProtocol.getOrDefault(protocol, 0L);
    }

    /** Packets from a source address. */
    public long from(IpAddress source) {
        return bySource.getOrDefault(source, 0L);
    }

    /** Packets that a network card has sent, forged addresses or not. */
    public long from(MacAddress sender) {
        return bySender.getOrDefault(sender, 0L);
    }

    /** Packets to a port. */
    public long toPort(int protocol, int port) {
        return byPort.getOrDefault(new Port(protocol, port), 0L);
    }
}
