package io.sentinelsdn.detector.model;

/**
 * Scores rows with one {@link FlowModel}. Owned by one thread; allocates nothing for a row.
 *
 * <p>After {@link #score} the other methods tell of that row.
 */
public interface FlowScorer {
    /** A score above this raises an alarm; every kind fits its scale to it. */
    double ALARM = 0.5;

    /** The score of a row about which the model has no opinion. */
    double UNDECIDED = 0.5;

    /**
     * Scores a row.
     *
     * @param row {@code float[featureCount]}; {@code NaN} is unknown
     * @return how surely it is an attack, in [0, 1]; calibrated, that is a probability, where the kind can;
     *     {@link #UNDECIDED} when the model abstains
     */
    double score(float[] row);

    /**
     * Scores a row of the batch that this scorer was made for, see {@link FlowModel#newScorer(RowBatch)}; other than
     * {@link #score} it may look at where the row stands among the others.
     *
     * @param row {@code float[featureCount]}, receives the row
     */
    default double score(RowBatch together, int index, float[] row) {
        together.copyRow(index, row);
        return score(row);
    }

    /** The likeliest class of the row just scored, as an index into {@link FlowModel#classNames}, or -1 for none. */
    default int likeliestClass() {
        return -1;
    }

    /** Whether the model had no opinion on the row just scored. */
    default boolean abstained() {
        return false;
    }

    /**
     * Scores many rows.
     *
     * @param rows rows one after the other, {@code float[count * features]}
     * @param features length of a row
     * @param count number of rows
     * @param scores {@code float[count]}, receives the scores
     */
    default void scoreAll(float[] rows, int features, int count, float[] scores) {
        float[] row = new float[features];
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows, i * features, row, 0, features);
            scores[i] = (float) score(row);
        }
    }
}
