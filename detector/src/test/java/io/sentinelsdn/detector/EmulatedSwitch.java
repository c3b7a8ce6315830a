package io.sentinelsdn.detector;

import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The monitor table of one switch as the controller programs it, seen through its samples: SYN entries, five-tuple
 * entries within a budget, coarse entries beyond it, misses, metered punts, polled counters that are refreshed every
 * half second.
 */
final class EmulatedSwitch {
    static final long MS = 1_000_000;
    private static final long REFRESH_NS = 500 * MS;
    private static final long IDLE_NS = 10_000 * MS;
    private static final int PUNTS_PER_SECOND = 200;
    private static final double BURST = 260;

    private final long dpid;
    private final FlowSampleSink sink;
    private final boolean seesSyns;
    private final int budgetPerPort;
    private final FlowSample sample = new FlowSample();
    private final Map<Tuple, Entry> flows = new LinkedHashMap<>();
    private final Map<Coarse, Entry> coarse = new LinkedHashMap<>();
    private final Map<Integer, Entry> syns = new HashMap<>();
    private final Map<Integer, Entry> misses = new HashMap<>();
    private final Map<Integer, Entry> ports = new HashMap<>();
    private final Map<Integer, Integer> used = new HashMap<>();
    /** By port. */
    private final Map<Integer, Bucket> meters = new HashMap<>();

    private record Tuple(int inPort, IpAddress src, IpAddress dst, int protocol, int srcPort, int dstPort) {}

    private record Coarse(int inPort, IpAddress dst, int protocol) {}

    private static final class Bucket {
        private double tokens = BURST;
        private long atNs;

        Bucket(long now) {
            atNs = now;
        }

        boolean take(long now) {
            tokens = Math.min(BURST, tokens + (now - atNs) * PUNTS_PER_SECOND / 1e9);
            atNs = now;
            boolean enough = tokens >= 1;
            tokens -= enough ? 1 : 0;
            return enough;
        }
    }

    private static final class Entry {
        final long createdNs;
        long packets;
        long bytes;
        long shownPackets;
        long shownBytes;
        long usedNs;

        Entry(long createdNs) {
            this.createdNs = createdNs;
            usedNs = createdNs;
        }

        void count(Packet packet, long now) {
            packets += packet.count();
            bytes += packet.count() * packet.bytes();
            usedNs = now;
        }
    }

    EmulatedSwitch(long dpid, int budgetPerPort, boolean seesSyns, FlowSampleSink sink) {
        this.dpid = dpid;
        this.budgetPerPort = budgetPerPort;
        this.seesSyns = seesSyns;
        this.sink = sink;
    }

    /** A port that is polled from now on. */
    void addPort(int inPort, long now) {
        misses.put(inPort, new Entry(now));
        ports.put(inPort, new Entry(now));
        if (seesSyns) {
            syns.put(inPort, new Entry(now));
        }
    }

    /** Some packets enter. */
    void receive(Packet packet, long now) {
        ports.get(packet.inPort()).count(packet, now);
        if (seesSyns && packet.isInitialSyn()) {
            syns.get(packet.inPort()).count(packet, now);
            punt(packet, now);
            return;
        }
        Entry flow = flows.get(tuple(packet));
        if (flow != null) {
            flow.count(packet, now);
            return;
        }
        Entry wide = coarse.get(new Coarse(packet.inPort(), packet.dst(), packet.protocol()));
        (wide != null ? wide : misses.get(packet.inPort())).count(packet, now);
        if (punt(packet, now) && wide == null) {
            learn(packet, now);
        }
    }

    private static Tuple tuple(Packet packet) {
        return new Tuple(
                packet.inPort(), packet.src(), packet.dst(), packet.protocol(), packet.srcPort(), packet.dstPort());
    }

    private void learn(Packet packet, long now) {
        if ((packet.flags() & (IpProto.TCP_RST | IpProto.TCP_FIN | IpProto.TCP_SYN)) != 0) {
            return;
        }
        if (used.getOrDefault(packet.inPort(), 0) < budgetPerPort) {
            used.merge(packet.inPort(), 1, Integer::sum);
            flows.put(tuple(packet), new Entry(now));
            return;
        }
        coarse.put(new Coarse(packet.inPort(), packet.dst(), packet.protocol()), new Entry(now));
        flows.entrySet()
                .removeIf(entry -> entry.getKey().inPort() == packet.inPort()
                        && entry.getKey().dst().equals(packet.dst())
                        && entry.getKey().protocol() == packet.protocol()
                        && entry.getValue().packets < 1000
                        && end(entry.getKey(), entry.getValue(), now));
    }

    private boolean end(Tuple tuple, Entry entry, long now) {
        used.merge(tuple.inPort(), -1, Integer::sum);
        entry.shownPackets = entry.packets;
        entry.shownBytes = entry.bytes;
        tell(FlowSample.Kind.FLOW_END, tuple, entry, now);
        return true;
    }

    private boolean punt(Packet packet, long now) {
        if (!meters.computeIfAbsent(packet.inPort(), port -> new Bucket(now)).take(now)) {
            return false;
        }
        sample.clear();
        sample.kind = FlowSample.Kind.PACKET;
        header(tuple(packet));
        sample.tcpFlags = packet.flags();
        sample.packets = 1;
        sample.bytes = packet.bytes();
        offer(now);
        return true;
    }

    /** Counters as the switch shows them are copied from the datapath every half second. */
    void tick(long now) {
        if (now % REFRESH_NS == 0) {
            flows.values().forEach(EmulatedSwitch::refresh);
            coarse.values().forEach(EmulatedSwitch::refresh);
            syns.values().forEach(EmulatedSwitch::refresh);
            misses.values().forEach(EmulatedSwitch::refresh);
        }
        if (now % (1000 * MS) == 0) {
            expire(now);
        }
    }

    private static void refresh(Entry entry) {
        entry.shownPackets = entry.packets;
        entry.shownBytes = entry.bytes;
    }

    private void expire(long now) {
        flows.entrySet()
                .removeIf(
                        entry -> now - entry.getValue().usedNs > IDLE_NS && end(entry.getKey(), entry.getValue(), now));
        for (Iterator<Map.Entry<Coarse, Entry>> all = coarse.entrySet().iterator(); all.hasNext(); ) {
            if (now - all.next().getValue().usedNs > IDLE_NS) {
                all.remove();
            }
        }
    }

    /** The poll of every 250 ms. */
    void pollCounters(long now) {
        syns.forEach((port, entry) -> tell(FlowSample.Kind.SYN_COUNT, port, entry, now));
        misses.forEach((port, entry) -> tell(FlowSample.Kind.MISS_COUNT, port, entry, now));
        ports.forEach((port, entry) -> {
            refresh(entry);
            tell(FlowSample.Kind.PORT, port, entry, now);
        });
        coarse.forEach((key, entry) -> {
            sample.clear();
            sample.kind = FlowSample.Kind.COARSE;
            sample.dstHi = key.dst().hi();
            sample.dstLo = key.dst().lo();
            sample.protocol = key.protocol();
            counted(key.inPort(), entry, now);
        });
    }

    /** The poll of every second. */
    void pollFlows(long now) {
        flows.forEach((tuple, entry) -> tell(FlowSample.Kind.FLOW, tuple, entry, now));
    }

    private void tell(FlowSample.Kind kind, int port, Entry entry, long now) {
        sample.clear();
        sample.kind = kind;
        counted(port, entry, now);
    }

    private void tell(FlowSample.Kind kind, Tuple tuple, Entry entry, long now) {
        sample.clear();
        sample.kind = kind;
        header(tuple);
        counted(tuple.inPort(), entry, now);
    }

    private void header(Tuple tuple) {
        sample.inPort = tuple.inPort();
        sample.srcHi = tuple.src().hi();
        sample.srcLo = tuple.src().lo();
        sample.dstHi = tuple.dst().hi();
        sample.dstLo = tuple.dst().lo();
        sample.protocol = tuple.protocol();
        sample.srcPort = tuple.srcPort();
        sample.dstPort = tuple.dstPort();
    }

    private void counted(int port, Entry entry, long now) {
        sample.inPort = port;
        sample.packets = entry.shownPackets;
        sample.bytes = entry.shownBytes;
        sample.durationNs = now - entry.createdNs;
        offer(now);
    }

    private void offer(long now) {
        sample.dpid = dpid;
        sample.timeNs = now;
        sink.offer(sample);
    }

    int flowCount() {
        return flows.size();
    }
}
