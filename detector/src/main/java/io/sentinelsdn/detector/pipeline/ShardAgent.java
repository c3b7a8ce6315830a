package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.window.FlowSummary;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.detector.window.Suspects;
import io.sentinelsdn.domain.metric.Counters;
import java.time.Instant;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Owns the flows of one shard: takes their samples and hands a summary to the window thread with each window step. A
 * summary that finds no room is kept and made anew at the next step.
 */
public final class ShardAgent {
    static final String VERDICTS = "sentinel_verdicts_total";
    /** Summaries: one being made, one under way, one with the window thread. */
    static final int SUMMARIES = 3;
    /** Cells in one summary. */
    public static final int CELLS = 8192;

    private static final int STEPS_PER_SECOND = 4;
    /** Not in the step in which lists of flows are made. */
    private static final int JUDGED_AT = 2;

    final RingSet rings;
    final OneToOneConcurrentArrayQueue<FlowSummary> ready = new OneToOneConcurrentArrayQueue<>(SUMMARIES);
    final OneToOneConcurrentArrayQueue<FlowSummary> free = new OneToOneConcurrentArrayQueue<>(SUMMARIES);

    private final FlowTable table;
    private final RowScorer scorer;
    private final TableScan scan;
    private final FlowJudge judge;
    private final GraphFlows graph;
    private final Supplier<Suspects> suspects;
    private final Counters.Counter evicted;
    private final Counters.Counter overflow;
    private final Counters.Counter verdicts;
    private final Counters.Counter graphDropped;
    private final Counters.Counter refused;
    private long lastStep = Long.MIN_VALUE;

    ShardAgent(
            int flows,
            KeyedHash hash,
            Supplier<FlowModel> models,
            Supplier<Suspects> suspects,
            LongFunction<Instant> wallClock,
            GraphFlows graph,
            Counters counters) {
        this.graph = graph;
        table = new FlowTable(flows, hash);
        scorer = new RowScorer(models);
        rings = new RingSet(() -> table.new Reader());
        scan = new TableScan(
                table, new FlowReporter(table, scorer), new FlowViews(table, scorer, wallClock), hash, rings::drain);
        judge = new FlowJudge(table, scorer, graph, hash, rings::drain);
        this.suspects = suspects;
        evicted = counters.counter("sentinel_flows_evicted_total", "Flows that lost their place in a full table");
        overflow = counters.counter("sentinel_cells_overflow_total", "Port and destination cells that found no place");
        refused = counters.counter(
                "sentinel_flows_refused_total", "Samples of one-packet flows that a full table only counted");
        graphDropped = counters.counter("sentinel_graph_dropped_total", "Flows that did not fit into a graph");
        verdicts = counters.counter(VERDICTS, "Flows judged by the model");
        for (int i = 0; i < SUMMARIES; i++) {
            free.add(new FlowSummary(CELLS, hash));
        }
    }

    /** Takes what waits and, when a step has begun, reports; how much was done. */
    public int doWork(long nowNs) {
        int work = rings.drain();
        long step = Math.floorDiv(nowNs, WindowAgent.STEP_NS);
        if (step > lastStep) {
            FlowSummary summary = free.poll();
            if (summary != null) {
                report(summary, step, nowNs);
                work++;
            }
            lastStep = step;
        }
        return work;
    }

    private void report(FlowSummary summary, long step, long nowNs) {
        summary.clear();
        summary.step = step;
        try {
            scan.step(nowNs, step, suspects.get(), summary);
            if (Math.floorMod(step, STEPS_PER_SECOND) == JUDGED_AT) {
                judge.second(nowNs);
            }
            summary.cells.addAll(judge.verdicts());
            summary.cells.addAll(table.strays().lastSecond(nowNs));
            refused.add(table.strays().takeRefused());
            verdicts.add(scorer.takeScored());
            graphDropped.add(graph.takeDropped());
            evicted.add(table.takeEvicted());
            overflow.add(summary.cells.takeOverflow());
        } finally {
            ready.add(summary);
        }
    }
}
