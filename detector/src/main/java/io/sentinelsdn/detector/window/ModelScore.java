package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import java.util.function.Supplier;

/** The active model's opinion on a row of features. Owned by one thread; allocates only when models change. */
public final class ModelScore {
    private final Supplier<FlowModel> models;
    private FlowModel model;
    private FlowScorer scorer;

    /** Asks for the model that scores now, or null for none, with each row. */
    public ModelScore(Supplier<FlowModel> models) {
        this.models = models;
    }

    /**
     * Score of any attack in [0, 1], or NaN without a usable model.
     *
     * @param row {@code float[}{@link FlowFeatures#COUNT}{@code ]}
     */
    public double attack(float[] row) {
        refresh();
        return scorer == null ? Double.NaN : scorer.score(row);
    }

    private void refresh() {
        FlowModel active = models.get();
        if (active != model) {
            scorer = active == null || active.featureCount() != FlowFeatures.COUNT ? null : active.newScorer();
            model = active;
        }
    }
}
