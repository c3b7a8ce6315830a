package io.sentinelsdn.detector.graph;

import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.model.RowBatch;
import java.util.Arrays;

/** Scores of a batch, computed window by window beforehand. Owned by one thread. */
final class WindowScorer implements FlowScorer {
    private final FlowScorer alone;
    private final RowBatch batch;
    private final float[] scores;

    WindowScorer(GraphModel model, RowBatch batch) {
        this.batch = batch;
        alone = model.newScorer();
        scores = new float[batch.size()];
        Arrays.fill(scores, Float.NaN);
        for (Windows.Window window : Windows.of(batch, model.featureCount())) {
            float[] edges = model.score(window.graph());
            for (int edge = 0; edge < edges.length; edge++) {
                scores[window.rows().get(edge)] = edges[edge];
            }
        }
    }

    @Override
    public double score(float[] row) {
        return alone.score(row);
    }

    @Override
    public double score(RowBatch together, int index, float[] row) {
        together.copyRow(index, row);
        return together != batch || Float.isNaN(scores[index]) ? alone.score(row) : scores[index];
    }
}
