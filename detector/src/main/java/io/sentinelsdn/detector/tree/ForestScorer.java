package io.sentinelsdn.detector.tree;

import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.model.FlowScorer;

/** Scores with a forest: one minus the probability of normal, see {@link CalmEntry}. Owned by one thread. */
final class ForestScorer implements FlowScorer {
    private final int normal;
    private final CalmEntry entry;
    private float[] probabilities;

    ForestScorer(RandomForest forest) {
        normal = forest.classIndex(Labels.NORMAL);
        if (normal < 0) {
            throw new IllegalArgumentException(
                    "forest must know the class " + Labels.NORMAL + ": " + forest.classNames());
        }
        entry = new CalmEntry(forest, normal);
        probabilities = new float[forest.classNames().size()];
    }

    @Override
    public double score(float[] row) {
        probabilities = entry.probabilities(row);
        return Math.max(0, Math.min(1, 1 - probabilities[normal]));
    }

    @Override
    public int likeliestClass() {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }
}
