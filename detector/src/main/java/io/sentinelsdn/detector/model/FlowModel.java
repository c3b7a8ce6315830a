package io.sentinelsdn.detector.model;

import java.util.List;
import java.util.Optional;

/** A trained model over rows of features. Immutable: any thread may ask for a scorer of its own. */
public interface FlowModel {
    /** What it is. */
    ModelKind kind();

    /** Length of the rows it scores, in the order of the schema it was trained with. */
    int featureCount();

    /**
     * The classes that its scorers tell apart, one of them {@link io.sentinelsdn.detector.feature.Labels#NORMAL}; empty
     * where it only knows how unusual a row is.
     */
    List<String> classNames();

    /** A scorer for one thread. */
    FlowScorer newScorer();

    /**
     * A scorer for one thread that may take into account with what the rows were seen, for example how often they repeat
     * each other. It must not be told labels. Where a kind has no use for that, it is {@link #newScorer()}.
     *
     * @param together all rows that will be scored; read during this call only
     */
    default FlowScorer newScorer(RowBatch together) {
        return newScorer();
    }

    /** Why it scores as it does, for one thread; empty where the kind cannot tell. */
    default Optional<Attribution> newAttribution() {
        return Optional.empty();
    }

    /**
     * The same by Shapley values: exact for trees, sampled where that is too much; for people who ask, not for every flow.
     * Empty where the kind has none.
     */
    default Optional<Attribution> newShapley() {
        return Optional.empty();
    }
}
