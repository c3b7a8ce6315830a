package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.tree.RandomForest;

/** Scores a batch from a place where nothing was learnt, by {@link FloodShape}. Owned by one thread. */
final class ForeignScorer implements FlowScorer {
    private final RandomForest forest;
    private final Likeness likeness;
    private final int normal;
    private final float[] probabilities;
    private double last;

    ForeignScorer(RandomForest forest, Likeness likeness) {
        this.forest = forest;
        this.likeness = likeness;
        normal = forest.classIndex(Labels.NORMAL);
        probabilities = new float[forest.classNames().size()];
    }

    @Override
    public double score(float[] row) {
        forest.score(row, probabilities);
        last = FloodShape.score(row, likeness.share(row));
        return last;
    }

    /** The attack that the forest finds likeliest, or normal. */
    @Override
    public int likeliestClass() {
        if (last <= ALARM) {
            return normal;
        }
        int best = normal == 0 ? 1 : 0;
        for (int c = 0; c < probabilities.length; c++) {
            best = c != normal && probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }
}
