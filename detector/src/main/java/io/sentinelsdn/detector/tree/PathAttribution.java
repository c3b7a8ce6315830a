package io.sentinelsdn.detector.tree;

import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.model.Attribution;

/** What each split on a row's paths did to the probability of an attack, see {@link RandomForest#contributions}. */
final class PathAttribution implements Attribution {
    private final RandomForest forest;
    private final int normal;

    PathAttribution(RandomForest forest) {
        this.forest = forest;
        normal = forest.classIndex(Labels.NORMAL);
    }

    @Override
    public String method() {
        return "path";
    }

    @Override
    public double contributions(float[] row, double[] out) {
        double base = 1 - forest.contributions(row, normal, out);
        for (int f = 0; f < forest.featureCount(); f++) {
            out[f] = -out[f];
        }
        return base;
    }
}
