package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.window.ModelScore;
import io.sentinelsdn.domain.net.IpProto;
import java.util.function.Supplier;

/** Scores rows of a flow table with the active model. Owned by the shard thread. */
final class RowScorer {
    private final ModelScore model;
    private final float[] features = new float[FlowFeatures.COUNT];
    private long scored;

    RowScorer(Supplier<FlowModel> models) {
        model = new ModelScore(models);
    }

    /** Probability of any attack in [0, 1], or NaN without a model or a rate. */
    double score(FlowTable table, int row, long nowNs) {
        return fill(table, row, nowNs) ? score() : Double.NaN;
    }

    /** The score of the row that was just filled in; NaN without a model. */
    double score() {
        double score = model.attack(features);
        scored += Double.isNaN(score) ? 0 : 1;
        return score;
    }

    /** Whether the model's verdicts may raise an alarm of their own. */
    boolean raises() {
        return model.raises();
    }

    /** The row that was just filled in, which the next one will overwrite. */
    float[] features() {
        return features;
    }

    /** Makes the row of features of a flow; false without a rate. */
    boolean fill(FlowTable table, int row, long nowNs) {
        FlowRows rows = table.rows();
        if (rows.pps(row) <= 0) {
            return false;
        }
        int reverse = table.reverse(row);
        double seconds = Math.max(FlowTable.SECOND, rows.spanNs(row)) / (double) FlowTable.SECOND;
        double back = reverse >= 0 ? rows.livePps(reverse, nowNs) * seconds : 0;
        FlowFeatures.fill(
                features,
                rows.protocol(row),
                rows.pps(row) * seconds,
                rows.bps(row) / 8 * seconds,
                seconds,
                back,
                back > 0 ? rows.bps(reverse) / 8 * seconds : 0,
                rows.previousPps(row),
                rows.previousSize(row),
                rows.protocol(row) == IpProto.TCP ? 0 : Double.NaN);
        FlowFeatures.fillLife(
                features,
                rows.livedLonger(row) ? rows.pps(row) : Double.NaN,
                rows.lifePps(row),
                rows.lifeBytesPerSecond(row),
                reverse >= 0 ? rows.lifePps(reverse) : 0);
        return true;
    }

    /** Rows scored since the last call. */
    long takeScored() {
        long taken = scored;
        scored = 0;
        return taken;
    }
}
