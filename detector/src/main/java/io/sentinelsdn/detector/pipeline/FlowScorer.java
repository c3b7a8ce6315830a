package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.tree.RandomForest;
import io.sentinelsdn.detector.window.ForestScore;
import io.sentinelsdn.domain.net.IpProto;
import java.util.function.Supplier;

/** Scores rows of a flow table with the active forest. Owned by the shard thread. */
final class FlowScorer {
    private final ForestScore forest;
    private final float[] features = new float[FlowFeatures.COUNT];

    FlowScorer(Supplier<RandomForest> forests) {
        forest = new ForestScore(forests);
    }

    /** Probability of any attack in [0, 1], or NaN without a model or a rate. */
    double score(FlowTable table, int row, long nowNs) {
        FlowRows rows = table.rows();
        if (rows.pps(row) <= 0) {
            return Double.NaN;
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
        return forest.attack(features);
    }
}
