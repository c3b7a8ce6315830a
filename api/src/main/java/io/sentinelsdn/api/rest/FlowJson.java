package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.slice.SliceMembers;
import java.time.Instant;

/** TrafficFlow of SPEC section 7. {@code sliceId} is null in no slice; {@code duration} in seconds. */
record FlowJson(
        String id,
        Instant timestamp,
        String sliceId,
        String srcIp,
        String dstIp,
        String protocol,
        Integer srcPort,
        Integer dstPort,
        Integer icmpType,
        Integer icmpCode,
        long bytes,
        long packets,
        double duration,
        double pps,
        double bps,
        double score,
        String dpid,
        long inPort) {
    static FlowJson of(FlowView flow, SliceMembers members) {
        boolean icmp = IpProto.isIcmp(flow.protocol());
        return new FlowJson(
                id(flow),
                flow.lastSeen(),
                Words.id(members.of(flow)),
                flow.src().toString(),
                flow.dst().toString(),
                IpProto.name(flow.protocol()),
                icmp ? null : flow.srcPort(),
                icmp ? null : flow.dstPort(),
                icmp ? flow.srcPort() : null,
                icmp ? flow.dstPort() : null,
                flow.bytes(),
                flow.packets(),
                flow.durationSeconds(),
                flow.pps(),
                flow.bps(),
                flow.score(),
                Words.text(flow.dpid()),
                Integer.toUnsignedLong(flow.inPort()));
    }

    /** The key in words, so that the same flow has the same id in every answer. */
    private static String id(FlowView flow) {
        return Words.text(flow.dpid()) + "-" + Integer.toUnsignedLong(flow.inPort()) + "-"
                + IpProto.name(flow.protocol()) + "-" + flow.src() + "-" + flow.srcPort() + "-" + flow.dst() + "-"
                + flow.dstPort();
    }
}
