package io.sentinelsdn.detector.model;

/** How much each feature moved the score of a row. Owned by one thread. */
public interface Attribution {
    /** Name of the method, for example {@code path}, {@code shap} or {@code reconstruction_error}. */
    String method();

    /**
     * Signed contributions to {@link FlowScorer#score}; base and contributions sum to the score.
     *
     * @param row {@code float[featureCount]}
     * @param out {@code double[featureCount]}, receives the contributions; above 0 speaks for an attack
     * @return the base: the score before any feature is looked at
     */
    double contributions(float[] row, double[] out);
}
