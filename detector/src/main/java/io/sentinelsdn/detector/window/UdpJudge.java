package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.net.IpProto;
import java.util.concurrent.TimeUnit;

/**
 * Tells UDP that somebody answers, or has agreed to, from what nobody wanted, in the cells of one window. The steps are
 * called in the order in which they stand here. Owned by the window thread.
 */
final class UdpJudge {
    /** While a flow is this young, the counters of its reverse may not have been polled yet. */
    private static final long REVERSE_UNKNOWN = TimeUnit.SECONDS.toNanos(3);

    /** More than this is a flood even if its receiver agreed to a stream, bits per second. */
    private static final double STREAM_BPS = 50e6;

    private final PairTable pairs;
    private final UdpBalance balance;
    private final SampleStore samples;
    private final CellTable cells;

    UdpJudge(PairTable pairs, UdpBalance balance, SampleStore samples, CellTable cells) {
        this.pairs = pairs;
        this.balance = balance;
        this.samples = samples;
        this.cells = cells;
    }

    /** How much UDP goes which way, before anything is called one-way. */
    void weighPairs(long nowNs) {
        balance.clear();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.at(i);
            Cell.Top top = cell.topUdp;
            if (top.pps > 0) {
                pairs.addPps(top.srcHi, top.srcLo, cell.dstHi, cell.dstLo, top.pps);
            }
        }
        for (int row = 0; row < samples.highWater(); row++) {
            PortSamples port = samples.port(row);
            if (port == null) {
                continue;
            }
            PacketRing ring = port.others;
            for (int i = 0; i < port.otherCount; i++) {
                if (ring.protocol(i) == IpProto.UDP) {
                    double weight = samples.weight(ring, i, nowNs);
                    pairs.addPps(ring.srcHi(i), ring.srcLo(i), ring.dstHi(i), ring.dstLo(i), weight);
                    if (weight > 0) {
                        balance.sent(ring.srcHi(i), ring.srcLo(i), weight);
                    }
                }
            }
        }
        pairs.forEachUnmatched(balance::unmatched);
    }

    /** A flow whose reverse is not in the flow tables may still be answered, as the samples tell. */
    void judgeFlows(long nowNs) {
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.at(i);
            Cell.Top top = cell.topUdp;
            if (top.pps <= 0 || isAgreed(cell, nowNs)) {
                continue;
            }
            double back = pairs.pps(cell.dstHi, cell.dstLo, top.srcHi, top.srcLo);
            long backNs = pairs.lastNs(cell.dstHi, cell.dstLo, top.srcHi, top.srcLo);
            boolean soon = top.ageNs < REVERSE_UNKNOWN && backNs != Long.MIN_VALUE && nowNs - backNs < REVERSE_UNKNOWN;
            if (soon || back >= PairTable.ANSWERS * top.pps) {
                cell.oneWayUdpPps = Math.max(0, cell.oneWayUdpPps - top.pps);
                cell.oneWayUdpFullPps = Math.max(0, cell.oneWayUdpFullPps - top.pps);
            }
        }
    }

    /** A stream that its receiver agreed to is no flood, within limits. */
    private boolean isAgreed(Cell cell, long nowNs) {
        Cell.Stream stream = cell.stream;
        if (stream.flows == 0
                || !pairs.agreesTo(stream.srcHi, stream.srcLo, cell.dstHi, cell.dstLo, nowNs - stream.ageNs, nowNs)
                || stream.bps > STREAM_BPS) {
            return false;
        }
        cell.oneWayUdpPps = Math.max(0, cell.oneWayUdpPps - stream.pps);
        cell.oneWayUdpFullPps = Math.max(0, cell.oneWayUdpFullPps - stream.fullPps);
        return stream.srcHi == cell.topUdp.srcHi && stream.srcLo == cell.topUdp.srcLo;
    }

    /** Adds a sampled packet to its cell. */
    void add(Cell cell, PacketRing ring, int i, double weight) {
        if (Headers.isMulticast(cell.dstHi, cell.dstLo)) {
            cell.answeredUdpPps += weight;
        } else if (!isAnswered(ring, i)) {
            double ofPair = pairs.pps(ring.srcHi(i), ring.srcLo(i), cell.dstHi, cell.dstLo);
            if (balance.wouldShow(ofPair, cell.dstHi, cell.dstLo)) {
                cell.oneWayUdpPps += weight;
                cell.reflected(ring.srcPort(i), weight, (double) ring.bytes(i));
            } else {
                cell.smallReflected(ring.srcPort(i), weight, (double) ring.bytes(i));
                cell.smallUdpPps += weight;
                balance.received(cell.dstHi, cell.dstLo, weight);
            }
        } else if (pairs.began(ring.srcHi(i), ring.srcLo(i), cell.dstHi, cell.dstLo)) {
            cell.answeredUdpPps += weight;
        }
    }

    /** What small pairs sent, less what their receiver sent to peers of which nothing was seen: the rest is unanswered. */
    void settleSmallPairs() {
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.at(i);
            if (cell.smallUdpPps > 0) {
                double unanswered = balance.unansweredShare(cell.dstHi, cell.dstLo);
                cell.oneWayUdpPps += cell.smallUdpPps * unanswered;
                cell.dnsAnswerPps += cell.smallDnsPps * unanswered;
                cell.ntpAnswerPps += cell.smallNtpPps * unanswered;
            }
        }
    }

    /** Whether the receiver of this sampled UDP packet sends at least 2 % back to its sender. */
    boolean isAnswered(PacketRing ring, int i) {
        double there = pairs.pps(ring.srcHi(i), ring.srcLo(i), ring.dstHi(i), ring.dstLo(i));
        double back = pairs.pps(ring.dstHi(i), ring.dstLo(i), ring.srcHi(i), ring.srcLo(i));
        return back > 0 && back >= PairTable.ANSWERS * there;
    }
}
