package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.feature.FeatureRow;

/**
 * A flow towards a suspicious destination, as its shard sees it.
 *
 * @param dpid switch where it enters
 * @param inPort port where it enters
 * @param srcHi upper half of the source
 * @param srcLo lower half of the source
 * @param dstHi upper half of the destination
 * @param dstLo lower half of the destination
 * @param protocol IP protocol number
 * @param srcPort source port or ICMP type
 * @param dstPort destination port or ICMP code
 * @param pps packets per second
 * @param bps bits per second
 * @param answered whether a reverse flow sends at least 2 % back
 * @param score the model's score in [0, 1], NaN when not scored
 * @param features the row that was scored
 */
public record FlowDetail(
        long dpid,
        int inPort,
        long srcHi,
        long srcLo,
        long dstHi,
        long dstLo,
        int protocol,
        int srcPort,
        int dstPort,
        double pps,
        double bps,
        boolean answered,
        double score,
        FeatureRow features) {}
