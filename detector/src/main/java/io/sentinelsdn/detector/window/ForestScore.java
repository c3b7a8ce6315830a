package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.tree.RandomForest;
import java.util.function.Supplier;

/** The active forest's opinion on a row of features. Owned by one thread; allocates only when models change. */
public final class ForestScore {
    private final Supplier<RandomForest> forests;
    private RandomForest forest;
    private float[] probabilities = new float[0];
    private int normal = -1;

    /** Asks for the forest that scores now, or null for none, with each row. */
    public ForestScore(Supplier<RandomForest> forests) {
        this.forests = forests;
    }

    /**
     * Probability of any attack in [0, 1], or NaN without a usable model.
     *
     * @param row {@code float[}{@link FlowFeatures#COUNT}{@code ]}
     */
    public double attack(float[] row) {
        refresh();
        if (forest == null) {
            return Double.NaN;
        }
        forest.score(row, probabilities);
        return Math.max(0, Math.min(1, 1 - probabilities[normal]));
    }

    private void refresh() {
        RandomForest active = forests.get();
        if (active != forest) {
            normal = active == null ? -1 : active.classIndex(Labels.NORMAL);
            boolean usable = normal >= 0 && active.featureCount() == FlowFeatures.COUNT;
            forest = usable ? active : null;
            probabilities = new float[usable ? active.classNames().size() : 0];
        }
    }
}
