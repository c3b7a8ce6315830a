package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.window.Cell;
import io.sentinelsdn.detector.window.FlowDetail;
import io.sentinelsdn.detector.window.FlowSummary;
import io.sentinelsdn.detector.window.Headers;
import io.sentinelsdn.detector.window.Suspects;
import io.sentinelsdn.domain.net.IpProto;

/** Sums up a flow table for the window thread. Owned by the shard thread. */
final class FlowReporter {
    /** A peer that sends at least this share of packets back makes a flow two-way. */
    private static final double ANSWERS = 0.02;
    /** From here on it is a conversation, and a single one of them no flood however fast. */
    private static final double CONVERSES = 0.1;
    /** What a conversation counts for at most, packets per second. */
    private static final double CONVERSATION_PPS = 50;

    private final FlowTable table;
    private final FlowScorer scorer;

    FlowReporter(FlowTable table, FlowScorer scorer) {
        this.table = table;
        this.scorer = scorer;
    }

    /** Fills the summary with the present rates. */
    void report(long nowNs, Suspects suspects, FlowSummary summary) {
        summary.activeFlows = table.size();
        for (int row = 0; row < table.highWater(); row++) {
            if (!table.live(row)) {
                continue;
            }
            boolean isNew = nowNs - table.createdNs(row) <= FlowTable.SECOND;
            double pps = table.livePps(row, nowNs);
            if (pps <= 0 && !isNew) {
                continue;
            }
            Cell cell = summary.cells.get(table.dpid(row), table.inPort(row), table.dstHi(row), table.dstLo(row));
            if (cell != null) {
                cell.newFlows += isNew ? 1 : 0;
                add(cell, row, pps, nowNs);
            }
            if (pps >= 1 && !suspects.isEmpty() && suspects.contains(table.dstHi(row), table.dstLo(row))) {
                detail(summary, row, nowNs);
            }
        }
    }

    private void add(Cell cell, int row, double pps, long nowNs) {
        if (pps <= 0) {
            return;
        }
        int protocol = table.protocol(row);
        cell.pps += pps;
        cell.bps += table.bps(row);
        if (protocol == IpProto.TCP) {
            cell.tcpPps += pps;
            cell.followUpPps += table.vouchedPps(row);
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
            cell.oneWayUdpFullPps += table.spanNs(row) >= FlowTable.FULL_SECOND ? pps : 0;
            offerTop(cell.topUdp, row, table.dstPort(row), pps, nowNs);
        } else if (table.createdNs(row) <= table.createdNs(reverse)) {
            cell.answeredUdpPps += share < CONVERSES ? pps : Math.min(pps, CONVERSATION_PPS);
        }
    }

    /** Packets back for each packet, by present rates, or by totals while the flow is young. */
    private double answerShare(int row, int reverse, double pps, long nowNs) {
        if (reverse < 0) {
            return 0;
        }
        double byRate = table.livePps(reverse, nowNs) / pps;
        boolean young = nowNs - table.createdNs(row) <= FlowTable.YOUNG;
        double byTotals = young ? table.packets(reverse) / (double) Math.max(1, table.packets(row)) : 0;
        return Math.max(byRate, byTotals);
    }

    private void addIcmp(Cell cell, int row, double pps, long nowNs) {
        if (Headers.isIcmpRequest(table.protocol(row), table.srcPort(row))) {
            cell.icmpRequestPps += pps;
            cell.icmpRequestFullPps += table.spanNs(row) >= FlowTable.FULL_SECOND ? pps : 0;
            offerTop(cell.topIcmp, row, table.srcPort(row), pps, nowNs);
        }
    }

    private void offerTop(Cell.Top top, int row, int port, double pps, long nowNs) {
        top.offer(table.srcHi(row), table.srcLo(row), port, pps, table.bps(row), nowNs - table.createdNs(row));
    }

    private void detail(FlowSummary summary, int row, long nowNs) {
        if (summary.details.size() >= FlowSummary.MAX_DETAILS) {
            return;
        }
        int reverse = table.reverse(row);
        summary.details.add(new FlowDetail(
                table.dpid(row),
                table.inPort(row),
                table.srcHi(row),
                table.srcLo(row),
                table.dstHi(row),
                table.dstLo(row),
                table.protocol(row),
                table.srcPort(row),
                table.dstPort(row),
                table.pps(row),
                table.bps(row),
                answerShare(row, reverse, table.pps(row), nowNs) >= ANSWERS,
                scorer.score(table, row, nowNs)));
    }
}
