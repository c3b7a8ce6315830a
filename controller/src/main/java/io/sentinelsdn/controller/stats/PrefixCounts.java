package io.sentinelsdn.controller.stats;

import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import java.util.HashMap;
import java.util.Map;

/**
 * What entries for prefixes of destinations have counted, by ingress port, as if the port's last entry had counted it:
 * the detector knows single destinations only, and the samples of both come through the same meter, so together they
 * say what the rest is made of. Counted for the network address, a flood on one host of the prefix would be nobody's.
 *
 * <p>At most 4,096 prefixes and as many ports are kept; what is beyond is not counted. Owned by the event loop of the
 * switch.
 */
final class PrefixCounts {
    private static final int MOST = 4_096;

    private record Key(int inPort, long dstHi, long dstLo, int protocol) {
        static Key of(FlowStatsEntry entry) {
            return new Key(entry.inPort, entry.dstHi, entry.dstLo, entry.ipProto);
        }
    }

    /** Packets and bytes. */
    record Reading(long packets, long bytes) {
        static final Reading NONE = new Reading(0, 0);

        static Reading of(FlowStatsEntry entry) {
            return new Reading(entry.packets, entry.bytes);
        }

        Reading plus(Reading more) {
            return new Reading(packets + more.packets, bytes + more.bytes);
        }

        /** What came since; an entry whose counters went down was created anew. */
        Reading since(Reading before) {
            return packets < before.packets ? this : new Reading(packets - before.packets, bytes - before.bytes);
        }
    }

    private static final class Port {
        private Reading total = Reading.NONE;
        private Reading base = Reading.NONE;
        private long missPackets;
    }

    private final Map<Key, Reading> last = new HashMap<>();
    private final Map<Integer, Port> ports = new HashMap<>();

    void counted(FlowStatsEntry entry) {
        Key key = Key.of(entry);
        boolean known = last.containsKey(key);
        if (!known && (last.size() >= MOST || ports.size() >= MOST)) {
            return;
        }
        Reading now = Reading.of(entry);
        Reading before = known ? last.get(key) : Reading.NONE;
        last.put(key, now);
        Port port = ports.computeIfAbsent(entry.inPort, unused -> new Port());
        port.total = port.total.plus(now.since(before));
    }

    void removed(FlowStatsEntry entry) {
        counted(entry);
        last.remove(Key.of(entry));
    }

    /** What belongs to the counters of a port's last entry; when that was created anew, only what came since. */
    Reading beside(FlowStatsEntry miss) {
        Port port = ports.get(miss.inPort);
        if (port == null) {
            return Reading.NONE;
        }
        if (miss.packets < port.missPackets) {
            port.base = port.total;
        }
        port.missPackets = miss.packets;
        return port.total.since(port.base);
    }
}
