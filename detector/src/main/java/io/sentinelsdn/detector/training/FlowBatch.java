package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.RowBatch;

/** Rows without their labels: all that a model may see of what it is judged by. */
final class FlowBatch implements RowBatch {
    private static final double WINDOW_SECONDS = 10;

    private final LabelledFlows flows;
    private final int[] rows;

    FlowBatch(LabelledFlows flows, int[] rows) {
        this.flows = flows;
        this.rows = rows;
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public void copyRow(int index, float[] out) {
        flows.copyRow(rows[index], out);
    }

    @Override
    public int source(int index) {
        return flows.source(rows[index]);
    }

    @Override
    public int destination(int index) {
        return flows.destination(rows[index]);
    }

    /** Ten seconds of one run. */
    @Override
    public long window(int index) {
        double time = flows.time(rows[index]);
        long run = flows.run(rows[index]) + 1L;
        return Double.isNaN(time) ? -1 : (run << 40) + (long) Math.floor(time / WINDOW_SECONDS);
    }
}
