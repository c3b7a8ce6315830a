package io.sentinelsdn.simulator.host;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.simulator.frame.EtherType;
import io.sentinelsdn.simulator.frame.HeaderField;
import io.sentinelsdn.simulator.frame.PacketKey;
import io.sentinelsdn.simulator.frame.TcpFlags;
import java.util.HashMap;
import java.util.Map;

/** Counts what reaches a host; each map has a bound, what is beyond is summed. Owned by the owning thread. */
final class HostTally {
    private static final int MAX_KEYS = 4096;

    private final Map<Integer, Long> byProtocol = new HashMap<>();
    private final Map<HostSnapshot.Port, Long> byPort = new HashMap<>();
    private final Map<IpAddress, Long> bySource = new HashMap<>();
    private final Map<MacAddress, Long> bySender = new HashMap<>();
    private long packets;
    private long bytes;
    private long initialSyns;
    private long foreignFrames;
    private long beyondBounds;

    void foreign(long count) {
        foreignFrames += count;
    }

    void count(PacketKey key, int length, long count) {
        packets += count;
        bytes += count * length;
        add(bySender, new MacAddress(key.get(HeaderField.ETH_SRC)), count);
        boolean v4 = key.get(HeaderField.ETH_TYPE) == EtherType.IPV4;
        if (!v4 && key.get(HeaderField.ETH_TYPE) != EtherType.IPV6) {
            return;
        }
        int protocol = (int) key.get(HeaderField.IP_PROTO);
        add(byProtocol, protocol, count);
        long low = key.get(HeaderField.SRC_LO);
        add(bySource, v4 ? IpAddress.v4((int) low) : new IpAddress(key.get(HeaderField.SRC_HI), low), count);
        if (protocol == 6 || protocol == 17) {
            add(byPort, new HostSnapshot.Port(protocol, (int) key.get(HeaderField.TP_DST)), count);
        }
        if ((key.get(HeaderField.TCP_FLAGS) & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN) {
            initialSyns += count;
        }
    }

    private <K> void add(Map<K, Long> map, K key, long count) {
        if (map.size() < MAX_KEYS || map.containsKey(key)) {
            map.merge(key, count, Long::sum);
        } else {
            beyondBounds += count;
        }
    }

    HostSnapshot snapshot() {
        return new HostSnapshot(
                packets, bytes, initialSyns, foreignFrames, beyondBounds, byProtocol, byPort, bySource, bySender);
    }
}
