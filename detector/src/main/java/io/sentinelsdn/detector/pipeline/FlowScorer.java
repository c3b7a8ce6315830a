package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.tree.RandomForest;
import io.sentinelsdn.domain.net.IpProto;
import java.util.function.Supplier;

/** Scores rows of a flow table with the active forest. Owned by the shard thread; allocates only when models change. */
final class FlowScorer {
    private final Supplier<RandomForest> forests;
    private final float[] features = new float[FlowFeatures.COUNT];
    private RandomForest forest;
    private float[] probabilities = new float[0];
    private int normal = -1;

    FlowScorer(Supplier<RandomForest> forests) {
        this.forests = forests;
    }

    /** Probability of any attack in [0, 1], or NaN without a model. */
    double score(FlowTable table, int row, long nowNs) {
        refresh();
        if (forest == null || table.pps(row) <= 0) {
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
                reverse >= 0 && back > 0 ? table.bps(reverse) / 8 * seconds : 0,
                table.previousPps(row),
                table.previousSize(row),
                table.protocol(row) == IpProto.TCP ? 0 : Double.NaN);
        forest.score(features, probabilities);
        return Math.max(0, Math.min(1, 1 - probabilities[normal]));
    }

    private void refresh() {
        RandomForest active = forests.get();
        if (active != forest) {
            int index = active == null ? -1 : active.classIndex(Labels.NORMAL);
            boolean usable = index >= 0 && active.featureCount() == FlowFeatures.COUNT;
            forest = usable ? active : null;
            normal = index;
            probabilities = new float[usable ? active.classNames().size() : 0];
        }
    }
}
