package io.sentinelsdn.domain.flow;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import java.time.Instant;

/**
 * A flow as people see it: an immutable snapshot of one row of a flow table.
 *
 * @param dpid switch where it enters
 * @param inPort port where it enters
 * @param src source address
 * @param dst destination address
 * @param protocol IP protocol number
 * @param srcPort source port or ICMP type
 * @param dstPort destination port or ICMP code
 * @param packets packets so far
 * @param bytes bytes so far
 * @param pps packets per second over the last poll
 * @param bps bits per second over the last poll
 * @param durationSeconds age
 * @param lastSeen time of the last observation
 * @param score forest score in [0, 1], 1 = attack; NaN when not scored
 */
public record FlowView(
        Dpid dpid,
        int inPort,
        IpAddress src,
        IpAddress dst,
        int protocol,
        int srcPort,
        int dstPort,
        long packets,
        long bytes,
        double pps,
        double bps,
        double durationSeconds,
        Instant lastSeen,
        double score) {}
