package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.window.Cell;
import io.sentinelsdn.detector.window.CellTable;
import io.sentinelsdn.detector.window.Headers;
import io.sentinelsdn.detector.window.KeyedHash;

/**
 * Asks models about the flows of a shard once a second: how many of those towards each destination they take for
 * attacks. Of more than {@value #MOST_ROWS} flows each n-th is asked about, another one every second, and counts n times.
 * Flows that answer others are left out: what a victim sends back is no attack on those who attack it.
 *
 * <p>Owned by the shard thread.
 */
final class FlowJudge {
    /** Flows that are scored in a second: 25 ms with a hybrid. */
    static final int MOST_ROWS = 4096;

    /** What a single flow counts for at most, packets per second: one strange flow is not yet an attack. */
    private static final double MOST_PER_FLOW = 50;

    private static final long AT_ONCE_NS = FlowTable.SECOND / 10;
    private static final int BETWEEN = 128;

    private final FlowTable table;
    private final FlowRows rows;
    private final RowScorer scorer;
    private final GraphFlows graph;
    private final Runnable betweenChunks;
    private final CellTable verdicts;
    private int turn;

    FlowJudge(FlowTable table, RowScorer scorer, GraphFlows graph, KeyedHash hash, Runnable betweenChunks) {
        this.table = table;
        rows = table.rows();
        this.scorer = scorer;
        this.graph = graph;
        this.betweenChunks = betweenChunks;
        verdicts = new CellTable(ShardAgent.CELLS, hash);
    }

    /** Makes the verdicts anew, if there are models to ask. */
    void second(long nowNs) {
        verdicts.clear();
        boolean judged = scorer.raises();
        boolean drawn = graph.wanted();
        if (!judged && !drawn) {
            return;
        }
        int stride = Math.max(1, (rows.size() + MOST_ROWS - 1) / MOST_ROWS);
        turn = (turn + 1) % stride;
        int asked = 0;
        for (int row = turn; row < rows.highWater(); row += stride) {
            if (rows.live(row) && rows.livePps(row, nowNs) > 0 && begins(row) && scorer.fill(table, row, nowNs)) {
                if (judged) {
                    judge(row, stride, nowNs);
                }
                if (drawn) {
                    graph.add(rows, row, scorer.features(), nowNs);
                }
                if (++asked % BETWEEN == 0) {
                    betweenChunks.run();
                }
            }
        }
        if (drawn) {
            graph.endSecond(nowNs);
        }
    }

    /**
     * Whether this is the direction in which somebody began to talk: its entry was made first, or, where both were made at
     * once, it goes to the lower port.
     */
    private boolean begins(int row) {
        if (Headers.isMulticast(rows.dstHi(row), rows.dstLo(row))) {
            return false;
        }
        int reverse = table.reverse(row);
        if (reverse < 0) {
            return true;
        }
        long earlier = rows.createdNs(reverse) - rows.createdNs(row);
        boolean told = Math.abs(earlier) >= AT_ONCE_NS || rows.srcPort(row) == rows.dstPort(row);
        return told ? earlier >= 0 : rows.srcPort(row) > rows.dstPort(row);
    }

    private void judge(int row, int stride, long nowNs) {
        double score = scorer.score();
        Cell cell = Double.isNaN(score)
                ? null
                : verdicts.get(rows.dpid(row), rows.inPort(row), rows.dstHi(row), rows.dstLo(row));
        if (cell == null) {
            return;
        }
        cell.judgedFlows += stride;
        if (score > FlowScorer.ALARM) {
            double pps = rows.livePps(row, nowNs);
            cell.flaggedFlows += stride;
            cell.flaggedPps += stride * pps;
            cell.flaggedWeight += stride * Math.min(pps, MOST_PER_FLOW);
        }
    }

    /** What the models said in the last second, by port and destination. */
    CellTable verdicts() {
        return verdicts;
    }
}
