package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.feature.FeatureRow;
import io.sentinelsdn.detector.window.Cell;
import io.sentinelsdn.detector.window.CellTable;
import io.sentinelsdn.detector.window.FlowDetail;
import io.sentinelsdn.detector.window.FlowSummary;
import io.sentinelsdn.detector.window.Headers;
import io.sentinelsdn.detector.window.PairCounts;
import io.sentinelsdn.detector.window.Suspects;
import io.sentinelsdn.domain.net.IpProto;
import java.util.List;

/** Sums up a flow table for the window thread. Owned by the shard thread. */
final class FlowReporter {
    /** A peer that sends at least this share of packets back makes a flow two-way. */
    private static final double ANSWERS = 0.02;
    /** From here on it is a conversation, and a single one of them no flood however fast. */
    private static final double CONVERSES = 0.1;
    /** What a conversation counts for at most, packets per second. */
    private static final double CONVERSATION_PPS = 50;

    /** Acknowledgements are merged, but not that much. */
    private static final double TCP_ANSWERS = 0.002;

    private static final double BUSY_PPS = 50;
    /** Requests over one connection: so many packets per second, of this size. */
    private static final double BUSY_REQUEST_PPS = 20;

    private static final int SMALLEST_REQUEST = 100;
    private static final int LARGEST_REQUEST = 700;
    /** A connection that is open so long with so few and so small packets is slow: entries idle out after 10 s. */
    private static final long SLOW_AFTER = 25 * FlowRates.SECOND;

    private static final double SLOW_PPS = 2;
    private static final int SMALL_BYTES = 300;
    private static final int EMPTY_BYTES = 150;
    /** Streams of sound, pictures and speed tests come in frames that are not much smaller. */
    private static final int STREAM_BYTES = 500;

    private final FlowTable table;
    private final FlowRows rows;
    private final RowScorer scorer;

    FlowReporter(FlowTable table, RowScorer scorer) {
        this.table = table;
        rows = table.rows();
        this.scorer = scorer;
    }

    /** Adds the present rates of these rows. */
    void report(
            long nowNs,
            Suspects suspects,
            int fromRow,
            int toRow,
            CellTable cells,
            PairCounts slow,
            List<FlowDetail> details) {
        for (int row = fromRow; row < toRow; row++) {
            if (!rows.live(row)) {
                continue;
            }
            boolean isNew = nowNs - rows.createdNs(row) <= FlowTable.SECOND;
            double pps = rows.livePps(row, nowNs);
            if (!isNew && pps <= SLOW_PPS && isSlow(row, nowNs)) {
                slow.add(
                        rows.srcHi(row),
                        rows.srcLo(row),
                        rows.dstHi(row),
                        rows.dstLo(row),
                        rows.dpid(row),
                        rows.inPort(row),
                        1);
            }
            if (pps <= 0 && !isNew) {
                continue;
            }
            Cell cell = cells.get(rows.dpid(row), rows.inPort(row), rows.dstHi(row), rows.dstLo(row));
            if (cell != null) {
                cell.newFlows += isNew ? 1 : 0;
                add(cell, row, pps, nowNs);
            }
            if (pps >= 1 && !suspects.isEmpty() && suspects.contains(rows.dstHi(row), rows.dstLo(row))) {
                detail(details, row, nowNs);
            }
        }
    }

    /** Whether this is a web connection that is open for a while and carries next to nothing either way. */
    private boolean isSlow(int row, long nowNs) {
        if (rows.protocol(row) != IpProto.TCP
                || !Headers.isWebPort(rows.dstPort(row))
                || rows.ended(row)
                || nowNs - rows.lastNs(row) > FlowRates.YOUNG
                || nowNs - rows.createdNs(row) < SLOW_AFTER
                || rows.bytes(row) > SMALL_BYTES * rows.packets(row)) {
            return false;
        }
        int reverse = table.reverse(row);
        return reverse < 0 || rows.bytes(reverse) <= EMPTY_BYTES * rows.packets(reverse);
    }

    private void add(Cell cell, int row, double pps, long nowNs) {
        if (pps <= 0) {
            return;
        }
        int protocol = rows.protocol(row);
        cell.pps += pps;
        cell.bps += rows.bps(row);
        if (protocol == IpProto.TCP) {
            cell.tcpPps += pps;
            cell.followUpPps += FlowRates.vouchedPps(rows, row);
            addTcp(cell, row, pps, nowNs);
        } else if (protocol == IpProto.UDP) {
            cell.udpPps += pps;
            addUdp(cell, row, pps, nowNs);
        } else if (IpProto.isIcmp(protocol)) {
            cell.icmpPps += pps;
            addIcmp(cell, row, pps, nowNs);
        } else if (!Headers.isMulticast(cell.dstHi, cell.dstLo) && table.reverse(row) < 0) {
            cell.oneWayOtherPps += pps;
        }
    }

    private void addTcp(Cell cell, int row, double pps, long nowNs) {
        double size = rows.bps(row) / 8 / pps;
        if (Headers.isWebPort(rows.dstPort(row))
                && pps >= BUSY_REQUEST_PPS
                && size >= SMALLEST_REQUEST
                && size <= LARGEST_REQUEST) {
            cell.requestPps += pps;
            cell.requestFlows++;
            offerTop(cell.topRequests, row, rows.dstPort(row), pps, nowNs);
        }
        boolean settled = nowNs - rows.createdNs(row) >= 2 * FlowTable.SECOND;
        if (pps >= BUSY_PPS && settled && answerShare(row, table.reverse(row), pps, nowNs) < TCP_ANSWERS) {
            cell.oneWayOtherPps += pps;
        }
    }

    private void addUdp(Cell cell, int row, double pps, long nowNs) {
        if (Headers.isMulticast(cell.dstHi, cell.dstLo)) {
            cell.answeredUdpPps += pps;
            return;
        }
        int reverse = table.reverse(row);
        double share = answerShare(row, reverse, pps, nowNs);
        if (share < ANSWERS) {
            cell.oneWayUdpPps += pps;
            cell.oneWayUdpFullPps += rows.spanNs(row) >= FlowRates.FULL_SECOND ? pps : 0;
            double size = rows.bps(row) / 8 / pps;
            cell.reflected(rows.srcPort(row), pps, size);
            if (size >= STREAM_BYTES) {
                boolean full = rows.spanNs(row) >= FlowRates.FULL_SECOND;
                cell.stream.add(
                        rows.srcHi(row),
                        rows.srcLo(row),
                        pps,
                        full ? pps : 0,
                        rows.bps(row),
                        nowNs - rows.createdNs(row));
            }
            offerTop(cell.topUdp, row, rows.dstPort(row), pps, nowNs);
        } else if (rows.createdNs(row) <= rows.createdNs(reverse)) {
            cell.answeredUdpPps += share < CONVERSES ? pps : Math.min(pps, CONVERSATION_PPS);
        }
    }

    /** Packets back for each packet, by present rates, or by totals while the flow is young. */
    private double answerShare(int row, int reverse, double pps, long nowNs) {
        if (reverse < 0) {
            return 0;
        }
        double byRate = rows.livePps(reverse, nowNs) / pps;
        boolean young = nowNs - rows.createdNs(row) <= FlowRates.YOUNG;
        double byTotals = young ? rows.packets(reverse) / (double) Math.max(1, rows.packets(row)) : 0;
        return Math.max(byRate, byTotals);
    }

    private void addIcmp(Cell cell, int row, double pps, long nowNs) {
        if (Headers.isIcmpRequest(rows.protocol(row), rows.srcPort(row))) {
            cell.icmpRequestPps += pps;
            cell.icmpRequestFullPps += rows.spanNs(row) >= FlowRates.FULL_SECOND ? pps : 0;
            offerTop(cell.topIcmp, row, rows.srcPort(row), pps, nowNs);
        } else if (Headers.isIcmpReply(rows.protocol(row), rows.srcPort(row)) && table.reverse(row) < 0) {
            cell.oneWayOtherPps += pps;
        }
    }

    private void offerTop(Cell.Top top, int row, int port, double pps, long nowNs) {
        top.offer(rows.srcHi(row), rows.srcLo(row), port, pps, rows.bps(row), nowNs - rows.createdNs(row));
    }

    private void detail(List<FlowDetail> details, int row, long nowNs) {
        if (details.size() >= FlowSummary.MAX_DETAILS) {
            return;
        }
        int reverse = table.reverse(row);
        double score = scorer.score(table, row, nowNs);
        details.add(new FlowDetail(
                rows.dpid(row),
                rows.inPort(row),
                rows.srcHi(row),
                rows.srcLo(row),
                rows.dstHi(row),
                rows.dstLo(row),
                rows.protocol(row),
                rows.srcPort(row),
                rows.dstPort(row),
                rows.pps(row),
                rows.bps(row),
                answerShare(row, reverse, rows.pps(row), nowNs) >= ANSWERS,
                score,
                new FeatureRow(scorer.features())));
    }
}
