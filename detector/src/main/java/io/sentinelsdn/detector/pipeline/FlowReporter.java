package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.window.Cell;
import io.sentinelsdn.detector.window.CellTable;
import io.sentinelsdn.detector.window.FlowDetail;
import io.sentinelsdn.detector.window.FlowSummary;
import io.sentinelsdn.detector.window.Headers;
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

    private final FlowTable table;
    private final FlowRows rows;
    private final RowScorer scorer;

    FlowReporter(FlowTable table, RowScorer scorer) {
        this.table = table;
        rows = table.rows();
        this.scorer = scorer;
    }

    /** Adds the present rates of these rows. */
    void report(long nowNs, Suspects suspects, int fromRow, int toRow, CellTable cells, List<FlowDetail> details) {
        for (int row = fromRow; row < toRow; row++) {
            if (!rows.live(row)) {
                continue;
            }
            boolean isNew = nowNs - rows.createdNs(row) <= FlowTable.SECOND;
            double pps = rows.livePps(row, nowNs);
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
        } else if (protocol == IpProto.UDP) {
            cell.udpPps += pps;
            addUdp(cell, row, pps, nowNs);
        } else if (IpProto.isIcmp(protocol)) {
            cell.icmpPps += pps;
            addIcmp(cell, row, pps, nowNs);
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
                scorer.score(table, row, nowNs)));
    }
}
