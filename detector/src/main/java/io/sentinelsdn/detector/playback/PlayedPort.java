package io.sentinelsdn.detector.playback;

import io.sentinelsdn.detector.input.CapturedPacket;
import io.sentinelsdn.detector.input.FlowTuple;
import io.sentinelsdn.detector.window.Headers;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The entries that a controller would have at one ingress port: one that sees initial SYNs, one for each flow up to
 * {@value #MOST_FLOWS}, coarse ones beyond that, and misses. Of initial SYNs and of misses {@value #PUNTS_PER_SECOND} a second each
 * are looked at.
 * Owned by the playing thread.
 */
final class PlayedPort {
    private static final long SECOND = 1_000_000_000L;
    private static final long IDLE_NS = 10 * SECOND;
    private static final int PUNTS_PER_SECOND = 200;
    private static final int BURST = 50;
    private static final int MOST_FLOWS = 500;
    private static final int MOST_COARSE = 1024;
    /** A flow that has brought so much keeps its entry when others of its kind come to share one. */
    private static final long HEAVY = 1000;

    /** Counters of an entry. */
    static final class Entry {
        final long createdNs;
        long packets;
        long bytes;
        private long usedNs;

        Entry(long createdNs) {
            this.createdNs = createdNs;
        }

        private void count(int frameBytes, long nowNs) {
            packets++;
            bytes += frameBytes;
            usedNs = nowNs;
        }
    }

    /** Lets some packets a second pass. */
    private static final class Meter {
        private double tokens = BURST;
        private long filledNs;

        Meter(long nowNs) {
            filledNs = nowNs;
        }

        boolean passes(long nowNs) {
            tokens = Math.min(BURST, tokens + (double) (nowNs - filledNs) * PUNTS_PER_SECOND / SECOND);
            filledNs = nowNs;
            boolean passes = tokens >= 1;
            tokens -= passes ? 1 : 0;
            return passes;
        }
    }

    /** A flow; the ICMP type tells flows without ports apart. */
    record Flow(FlowTuple tuple, int icmpType, int icmpCode) {}

    /** Whom a coarse entry counts for. */
    record Coarse(IpAddress destination, int protocol) {}

    final int number;
    final Entry all;
    final Entry syns;
    final Entry misses;
    final Map<Flow, Entry> flows = new LinkedHashMap<>();
    final Map<Coarse, Entry> coarse = new LinkedHashMap<>();
    private final Meter synMeter;
    private final Meter missMeter;

    PlayedPort(int number, long nowNs) {
        this.number = number;
        // It was there before its first packet: what a burst brings is no rate yet.
        all = new Entry(nowNs - SECOND);
        syns = new Entry(nowNs - SECOND);
        misses = new Entry(nowNs - SECOND);
        synMeter = new Meter(nowNs);
        missMeter = new Meter(nowNs);
    }

    /**
     * Counts a packet.
     *
     * @param ended hears of entries that go
     * @return whether the controller looks at it
     */
    boolean receive(CapturedPacket packet, long nowNs, BiConsumer<Flow, Entry> ended) {
        all.count(packet.frameBytes, nowNs);
        if (Headers.isInitialSyn(packet.flow.protocol(), packet.tcpFlags)) {
            syns.count(packet.frameBytes, nowNs);
            return synMeter.passes(nowNs);
        }
        Flow flow = new Flow(packet.flow, packet.icmpType, packet.icmpCode);
        Entry own = flows.get(flow);
        if (own != null) {
            own.count(packet.frameBytes, nowNs);
            return false;
        }
        Coarse kind = new Coarse(packet.flow.destination(), packet.flow.protocol());
        Entry shared = coarse.get(kind);
        (shared == null ? misses : shared).count(packet.frameBytes, nowNs);
        boolean seen = missMeter.passes(nowNs);
        if (seen && shared == null && !opensOrCloses(packet.tcpFlags)) {
            learn(flow, kind, nowNs, ended);
        }
        return seen;
    }

    private static boolean opensOrCloses(int flags) {
        return (flags & (IpProto.TCP_RST | IpProto.TCP_FIN | IpProto.TCP_SYN)) != 0;
    }

    private void learn(Flow flow, Coarse kind, long nowNs, BiConsumer<Flow, Entry> ended) {
        if (flows.size() < MOST_FLOWS) {
            flows.put(flow, new Entry(nowNs));
        } else if (coarse.size() < MOST_COARSE) {
            coarse.put(kind, new Entry(nowNs));
            flows.entrySet()
                    .removeIf(entry -> entry.getKey().tuple().destination().equals(kind.destination())
                            && entry.getKey().tuple().protocol() == kind.protocol()
                            && entry.getValue().packets < HEAVY
                            && end(entry, ended));
        }
    }

    private static boolean end(Map.Entry<Flow, Entry> entry, BiConsumer<Flow, Entry> ended) {
        ended.accept(entry.getKey(), entry.getValue());
        return true;
    }

    /** Forgets idle entries. */
    void expire(long nowNs, BiConsumer<Flow, Entry> ended) {
        flows.entrySet().removeIf(entry -> isIdle(entry.getValue(), nowNs) && end(entry, ended));
        coarse.values().removeIf(entry -> isIdle(entry, nowNs));
    }

    private static boolean isIdle(Entry entry, long nowNs) {
        return nowNs - Math.max(entry.usedNs, entry.createdNs) > IDLE_NS;
    }
}
