package io.sentinelsdn.detector.tree;

import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.model.Attribution;

/** What each split on a row's paths did to the probability of an attack, see {@link RandomForest#contributions}. */
final class PathAttribution implements Attribution {
    private final RandomForest forest;
    private final int normal;
    private final CalmEntry entry;

    PathAttribution(RandomForest forest) {
        this.forest = forest;
        normal = forest.classIndex(Labels.NORMAL);
        entry = new CalmEntry(forest, normal);
    }

    @Override
    public String method() {
        return "path";
    }

    @Override
    public double contributions(float[] row, double[] out) {
        float[] decisive = entry.decisive(row);
        double base = 1 - forest.contributions(decisive, normal, out);
        for (int f = 0; f < forest.featureCount(); f++) {
            out[f] = -out[f];
        }
        entry.settle(decisive, out);
        return base;
    }
}
