package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.window.CellTable;
import io.sentinelsdn.detector.window.FlowDetail;
import io.sentinelsdn.detector.window.FlowSummary;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.detector.window.PairCounts;
import io.sentinelsdn.detector.window.Suspects;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through a flow table for a summary: a small table at each step, of a large one a quarter at each step, so that
 * what it says of the other quarters is up to a second old. Samples that wait are taken between chunks of rows.
 *
 * <p>Owned by the shard thread.
 */
final class TableScan {
    /** From here on a table is large, in rows. */
    static final int LARGE = 1 << 16;

    private static final int PARTS = 4;

    private final FlowTable table;
    private final FlowRows rows;
    private final FlowReporter reporter;
    private final FlowViews views;
    private final KeyedHash hash;
    private final Runnable betweenChunks;
    /** What each quarter of a large table says; null until the table is large. */
    private final Part[] parts = new Part[PARTS];

    private static final class Part {
        private final CellTable cells;
        private final PairCounts slow;
        private final List<FlowDetail> details = new ArrayList<>();

        Part(KeyedHash hash) {
            cells = new CellTable(ShardAgent.CELLS, hash);
            slow = new PairCounts(hash);
        }
    }

    TableScan(FlowTable table, FlowReporter reporter, FlowViews views, KeyedHash hash, Runnable betweenChunks) {
        this.table = table;
        this.rows = table.rows();
        this.reporter = reporter;
        this.views = views;
        this.hash = hash;
        this.betweenChunks = betweenChunks;
    }

    /** Fills the summary of this step; with each fourth one it holds a list of flows. */
    void step(long nowNs, long step, Suspects suspects, FlowSummary summary) {
        boolean fullSecond = Math.floorMod(step, PARTS) == 0;
        if (rows.highWater() <= LARGE) {
            scan(0, 1, nowNs, fullSecond, suspects, summary.cells, summary.slow, summary.details);
        } else {
            for (int part = 0; part < PARTS; part++) {
                if (parts[part] == null || part == Math.floorMod(step, PARTS)) {
                    scanPart(part, nowNs, suspects);
                }
            }
            sumUp(summary);
        }
        summary.activeFlows = rows.size();
        if (fullSecond) {
            summary.views = views.take(nowNs);
        }
    }

    private void scanPart(int number, long nowNs, Suspects suspects) {
        if (parts[number] == null) {
            parts[number] = new Part(hash);
        }
        Part part = parts[number];
        part.cells.clear();
        part.slow.clear();
        part.details.clear();
        scan(number, PARTS, nowNs, true, suspects, part.cells, part.slow, part.details);
    }

    private void scan(
            int firstChunk,
            int stride,
            long nowNs,
            boolean tidy,
            Suspects suspects,
            CellTable cells,
            PairCounts slow,
            List<FlowDetail> details) {
        int end = rows.highWater();
        for (int from = firstChunk * FlowRows.CHUNK; from < end; from += stride * FlowRows.CHUNK) {
            int to = Math.min(end, from + FlowRows.CHUNK);
            reporter.report(nowNs, suspects, from, to, cells, slow, details);
            if (tidy) {
                table.expire(nowNs, from, to);
                views.consider(nowNs, from, to);
            }
            betweenChunks.run();
        }
    }

    private void sumUp(FlowSummary summary) {
        for (Part part : parts) {
            summary.cells.addAll(part.cells);
            summary.slow.addAll(part.slow);
            summary.cells.addOverflow(part.cells.takeOverflow());
            int room = FlowSummary.MAX_DETAILS - summary.details.size();
            summary.details.addAll(part.details.subList(0, Math.min(room, part.details.size())));
        }
    }
}
