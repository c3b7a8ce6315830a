package io.sentinelsdn.controller.stats;

import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.openflow.SessionHandler;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns what one switch reports into samples. One sample object is filled again and again; the sink copies it. Owned
 * by the event loop of the switch.
 */
public final class Telemetry {
    private static final long NOT_COUNTED = -1L;
    /** Ports beyond are not counted: a switch has fewer, whatever its statistics say. */
    private static final int MOST_PORTS = 8_192;

    private final long dpid;
    private final FlowSampleSink sink;
    private final FlowSample sample = new FlowSample();
    private final Map<Integer, SynTotals> synTotals = new HashMap<>();
    private final PrefixCounts prefixes = new PrefixCounts();

    /** The IPv4 and the IPv6 SYN counter of one port; the detector wants their sum. */
    private static final class SynTotals {
        private final long[] packets = new long[2];
        private final long[] bytes = new long[2];
    }

    public Telemetry(long dpid, FlowSampleSink sink) {
        this.dpid = dpid;
        this.sink = sink;
    }

    /** Counters of one of our entries. */
    public void flowStats(FlowStatsEntry entry, long nowNs) {
        if (entry.packets == NOT_COUNTED) {
            return;
        }
        long cookieClass = Cookies.classOf(entry.cookie);
        if (cookieClass == Cookies.FINE) {
            offer(FlowSample.Kind.FLOW, entry, nowNs);
        } else if (cookieClass == Cookies.COARSE && entry.maskedFields > 0) {
            prefixes.counted(entry);
        } else if (cookieClass == Cookies.COARSE) {
            offer(FlowSample.Kind.COARSE, entry, nowNs);
        } else if (cookieClass == Cookies.MISS) {
            missCount(entry, nowNs);
        } else if (cookieClass == Cookies.SYN) {
            synCount(entry, nowNs);
        }
    }

    /** Counters of an entry that somebody else has installed; it is a flow if it matches one five-tuple and no more. */
    public void foreignFlow(FlowStatsEntry entry, long nowNs) {
        if (entry.packets != NOT_COUNTED && entry.isFiveTuple()) {
            offer(FlowSample.Kind.FLOW, entry, nowNs);
        }
    }

    /** Final counters of a five-tuple entry. */
    public void flowEnd(FlowStatsEntry entry, long nowNs) {
        if (entry.packets != NOT_COUNTED) {
            offer(FlowSample.Kind.FLOW_END, entry, nowNs);
        }
    }

    /** Final counters of a coarse entry. */
    public void coarseEnd(FlowStatsEntry entry) {
        if (entry.packets != NOT_COUNTED && entry.maskedFields > 0) {
            prefixes.removed(entry);
        }
    }

    /** A packet that a punt let through. */
    public void packet(PacketIn packet, long nowNs) {
        fill(FlowSample.Kind.PACKET, packet.inPort, packet.cookie, 1, packet.totalLength, nowNs);
        sample.srcHi = packet.srcHi;
        sample.srcLo = packet.srcLo;
        sample.dstHi = packet.dstHi;
        sample.dstLo = packet.dstLo;
        sample.protocol = packet.protocol;
        sample.srcPort = packet.srcPort;
        sample.dstPort = packet.dstPort;
        sample.tcpFlags = packet.tcpFlags;
        sink.offer(sample);
    }

    public void port(SessionHandler.PortCounters counters, long nowNs) {
        if (counters.rxPackets == NOT_COUNTED) {
            return;
        }
        fill(FlowSample.Kind.PORT, counters.port, 0, counters.rxPackets, counters.rxBytes, nowNs);
        sample.txPackets = counters.txPackets;
        sample.txBytes = counters.txBytes;
        sink.offer(sample);
    }

    /** A port's last entry; what entries for prefixes have counted is part of it. */
    private void missCount(FlowStatsEntry entry, long nowNs) {
        PrefixCounts.Reading more = prefixes.beside(entry);
        fill(
                FlowSample.Kind.MISS_COUNT,
                entry.inPort,
                entry.cookie,
                entry.packets + more.packets(),
                entry.bytes + more.bytes(),
                nowNs);
        sample.durationNs = entry.durationNs;
        sink.offer(sample);
    }

    private void offer(FlowSample.Kind kind, FlowStatsEntry entry, long nowNs) {
        fill(kind, entry.inPort, entry.cookie, entry.packets, entry.bytes, nowNs);
        sample.srcHi = entry.srcHi;
        sample.srcLo = entry.srcLo;
        sample.dstHi = entry.dstHi;
        sample.dstLo = entry.dstLo;
        sample.protocol = entry.ipProto;
        sample.srcPort = entry.srcPort;
        sample.dstPort = entry.dstPort;
        sample.durationNs = entry.durationNs;
        sink.offer(sample);
    }

    private void synCount(FlowStatsEntry entry, long nowNs) {
        if (synTotals.size() >= MOST_PORTS && !synTotals.containsKey(entry.inPort)) {
            return;
        }
        SynTotals totals = synTotals.computeIfAbsent(entry.inPort, unused -> new SynTotals());
        int family = entry.ethType == PacketIn.ETH_IPV6 ? 1 : 0;
        totals.packets[family] = entry.packets;
        totals.bytes[family] = entry.bytes;
        fill(
                FlowSample.Kind.SYN_COUNT,
                entry.inPort,
                entry.cookie,
                totals.packets[0] + totals.packets[1],
                totals.bytes[0] + totals.bytes[1],
                nowNs);
        sample.protocol = entry.ipProto;
        sample.durationNs = entry.durationNs;
        sink.offer(sample);
    }

    private void fill(FlowSample.Kind kind, int port, long cookie, long packets, long bytes, long nowNs) {
        sample.clear();
        sample.kind = kind;
        sample.dpid = dpid;
        sample.inPort = port;
        sample.cookie = cookie;
        sample.packets = packets;
        sample.bytes = bytes;
        sample.timeNs = nowNs;
    }
}
