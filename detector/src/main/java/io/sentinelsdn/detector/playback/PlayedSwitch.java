package io.sentinelsdn.detector.playback;

import io.sentinelsdn.detector.input.CapturedPacket;
import io.sentinelsdn.detector.input.FlowTuple;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.TopologyView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A switch through which the packets of a capture go, as a controller sees it: sampled packets, and counters when it
 * asks. Each neighbour that sends (link address) has an ingress port, of more than {@value #MOST_PORTS} the rest has one
 * together; an address lives where it was seen first. Owned by the playing thread.
 */
final class PlayedSwitch implements TopologyView {
    /** Ingress ports at most. */
    static final int MOST_PORTS = 128;

    private static final int MOST_ADDRESSES = 65_536;
    private static final Dpid DPID = new Dpid(1);

    private final FlowSampleSink sink;
    private final FlowSample sample = new FlowSample();
    private final Map<Long, PlayedPort> ports = new LinkedHashMap<>();
    private final Map<IpAddress, Attachment> places = new HashMap<>();

    PlayedSwitch(FlowSampleSink sink) {
        this.sink = sink;
    }

    /** A packet enters. */
    void receive(CapturedPacket packet, long nowNs) {
        PlayedPort port = port(packet.neighbour, nowNs);
        if (!port.receive(packet, nowNs, (flow, entry) -> tell(FlowSample.Kind.FLOW_END, port, flow, entry, nowNs))) {
            return;
        }
        if (places.size() < MOST_ADDRESSES) {
            places.computeIfAbsent(packet.flow.source(), address -> new Attachment(DPID, port.number));
        }
        header(FlowSample.Kind.PACKET, port, packet.flow, packet.icmpType, packet.icmpCode);
        sample.tcpFlags = packet.tcpFlags;
        sample.packets = 1;
        sample.bytes = packet.frameBytes;
        sample.timeNs = nowNs;
        sink.offer(sample);
    }

    private PlayedPort port(long neighbour, long nowNs) {
        long key = ports.containsKey(neighbour) || ports.size() < MOST_PORTS - 1 ? neighbour : -1;
        return ports.computeIfAbsent(key, unused -> new PlayedPort(ports.size() + 1, nowNs));
    }

    /** The poll of ports and shared entries. */
    void pollCounters(long nowNs) {
        for (PlayedPort port : ports.values()) {
            tell(FlowSample.Kind.SYN_COUNT, port, port.syns, nowNs);
            tell(FlowSample.Kind.MISS_COUNT, port, port.misses, nowNs);
            tell(FlowSample.Kind.PORT, port, port.all, nowNs);
            port.coarse.forEach((kind, entry) -> {
                start(FlowSample.Kind.COARSE, port);
                sample.dstHi = kind.destination().hi();
                sample.dstLo = kind.destination().lo();
                sample.protocol = kind.protocol();
                offer(entry, nowNs);
            });
        }
    }

    /** The poll of flows. */
    void pollFlows(long nowNs) {
        for (PlayedPort port : ports.values()) {
            port.flows.forEach((flow, entry) -> tell(FlowSample.Kind.FLOW, port, flow, entry, nowNs));
        }
    }

    /** Forgets idle entries. */
    void expire(long nowNs) {
        for (PlayedPort port : ports.values()) {
            port.expire(nowNs, (flow, entry) -> tell(FlowSample.Kind.FLOW_END, port, flow, entry, nowNs));
        }
    }

    private void tell(FlowSample.Kind kind, PlayedPort port, PlayedPort.Entry entry, long nowNs) {
        start(kind, port);
        offer(entry, nowNs);
    }

    private void tell(FlowSample.Kind kind, PlayedPort port, PlayedPort.Flow flow, PlayedPort.Entry entry, long nowNs) {
        header(kind, port, flow.tuple(), flow.icmpType(), flow.icmpCode());
        offer(entry, nowNs);
    }

    private void header(FlowSample.Kind kind, PlayedPort port, FlowTuple flow, int icmpType, int icmpCode) {
        start(kind, port);
        boolean icmp = IpProto.isIcmp(flow.protocol());
        sample.srcHi = flow.source().hi();
        sample.srcLo = flow.source().lo();
        sample.dstHi = flow.destination().hi();
        sample.dstLo = flow.destination().lo();
        sample.protocol = flow.protocol();
        sample.srcPort = icmp ? icmpType : flow.sourcePort();
        sample.dstPort = icmp ? icmpCode : flow.destinationPort();
    }

    private void start(FlowSample.Kind kind, PlayedPort port) {
        sample.clear();
        sample.kind = kind;
        sample.dpid = DPID.value();
        sample.inPort = port.number;
    }

    private void offer(PlayedPort.Entry entry, long nowNs) {
        sample.packets = entry.packets;
        sample.bytes = entry.bytes;
        sample.durationNs = nowNs - entry.createdNs;
        sample.timeNs = nowNs;
        sink.offer(sample);
    }

    @Override
    public Optional<Attachment> attachment(IpAddress address) {
        return Optional.ofNullable(places.get(address));
    }

    @Override
    public boolean isEdge(Dpid dpid, int port) {
        return true;
    }
}
