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
        if (table.pps(row) <= 0) {
            return Double.NaN;
        }
        int reverse = table.reverse(row);
        double seconds = Math.max(FlowTable.SECOND, table.spanNs(row)) / (double) FlowTable.SECOND;
        double back = reverse >= 0 ? table.livePps(reverse, nowNs) * seconds : 0;
        FlowFeatures.fill(
                features,
                table.protocol(row),
                table.pps(row) * seconds,
                table.bps(row) / 8 * seconds,
                seconds,
                back,
                back > 0 ? table.bps(reverse) / 8 * seconds : 0,
                table.previousPps(row),
                table.previousSize(row),
                table.protocol(row) == IpProto.TCP ? 0 : Double.NaN);
        return forest.attack(features);
    }
}
