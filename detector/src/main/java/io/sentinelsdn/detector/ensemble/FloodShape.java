package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.feature.FlowFeatures;

/**
 * What floods have in common on every network: many alike, few answers, and packets of one size. Nothing here is learnt,
 * so that it holds where the forest has never been; see {@code docs/models.md} for how well. Stateless; any thread.
 */
final class FloodShape {
    /** A share of e^-8 (1 in 3000) or less counts as not repeated at all. */
    private static final double LEAST_LOG_SHARE = -8;

    private static final double MIDDLE = 0.6;
    private static final double SLOPE = 3;

    private FloodShape() {}

    /**
     * Scores a row.
     *
     * @param share share of the rows seen together that look like it, in (0, 1]
     * @return in (0, 1); above 0.5 a flood
     */
    static double score(float[] row, double share) {
        double repeated = 1 + Math.max(LEAST_LOG_SHARE, Math.log(share)) / -LEAST_LOG_SHARE;
        double answered = Math.min(1, orZero(row[FlowFeatures.REVERSE_RATIO]));
        double varied = Math.min(1, Math.max(asymmetry(row), variation(row)));
        return 1 / (1 + Math.exp(-SLOPE * (2 * repeated - 0.5 * answered - varied - MIDDLE)));
    }

    private static double variation(float[] row) {
        return orZero(row[FlowFeatures.SIZE_VARIATION]);
    }

    /** How different requests and answers are in size, in [0, 1]; 0 without answers. */
    private static double asymmetry(float[] row) {
        double size = orZero(row[FlowFeatures.MEAN_SIZE]);
        double back = orZero(row[FlowFeatures.REVERSE_MEAN_SIZE]);
        return back == 0 ? 0 : Math.abs(size - back) / (size + back);
    }

    private static double orZero(float value) {
        return Float.isNaN(value) ? 0 : value;
    }
}
