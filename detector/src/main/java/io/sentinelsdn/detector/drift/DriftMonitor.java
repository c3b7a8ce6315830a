package io.sentinelsdn.detector.drift;

import com.amazon.randomcutforest.RandomCutForest;

/**
 * Watches aggregates of all traffic, one vector a second, with a random cut forest (Guha, Mishra, Roy, Schrijvers,
 * "Robust random cut forest based anomaly detection on streams", ICML 2016). When many of them are odd although nothing
 * is attacked, the network has changed, and models and thresholds should be fitted again.
 *
 * <p>While an attack is going on it neither learns nor counts, so that an attack never becomes ordinary.
 *
 * <p>Owned by one thread; an update takes about 0.1 ms. {@link #state} may be read by any thread.
 */
public final class DriftMonitor {
    private final DriftConfig config;
    private final int dimensions;
    private final RandomCutForest forest;
    private double oddShare;
    private long seen;
    private long frozen;
    private volatile State state = State.NONE;

    /**
     * What it thinks.
     *
     * @param seen aggregates learnt
     * @param frozen aggregates left out because of an attack
     * @param score of the last aggregate; ordinary ones score about 1, 0 while warming up
     * @param oddShare share of odd aggregates of late, in [0, 1]
     * @param drifted whether that is too many
     */
    public record State(long seen, long frozen, double score, double oddShare, boolean drifted) {
        /** Nothing seen yet. */
        public static final State NONE = new State(0, 0, 0, 0, false);
    }

    /**
     * For vectors of this length.
     *
     * @param dimensions 1 to 64
     */
    public DriftMonitor(int dimensions, DriftConfig config) {
        if (dimensions < 1 || dimensions > 64) {
            throw new IllegalArgumentException("dimensions must be between 1 and 64: " + dimensions);
        }
        this.config = config;
        this.dimensions = dimensions;
        forest = RandomCutForest.builder()
                .dimensions(dimensions)
                .numberOfTrees(config.trees())
                .sampleSize(config.sample())
                .outputAfter(Math.min(config.warmUp(), config.sample()))
                .randomSeed(config.seed())
                .parallelExecutionEnabled(false)
                .build();
    }

    /**
     * Takes the aggregate of a second.
     *
     * @param aggregate {@code float[dimensions]}, finite; rates as logarithms, so that no single one outweighs the others
     * @param underAttack whether anything is being attacked
     * @throws IllegalArgumentException if the length is wrong or a value is not finite; nothing is learnt then
     */
    public State update(float[] aggregate, boolean underAttack) {
        check(aggregate);
        if (underAttack) {
            frozen++;
            state = new State(seen, frozen, state.score(), oddShare, state.drifted());
            return state;
        }
        double score = 0;
        if (seen >= config.warmUp()) {
            score = forest.getAnomalyScore(aggregate);
            oddShare += ((score > config.limit() ? 1 : 0) - oddShare) / config.span();
        }
        forest.update(aggregate);
        seen++;
        state = new State(seen, frozen, score, oddShare, oddShare > config.share());
        return state;
    }

    /** The latest state. */
    public State state() {
        return state;
    }

    /**
     * Which values make an aggregate odd.
     *
     * @param aggregate {@code float[dimensions]}
     * @return {@code double[dimensions]}, parts of the score, none negative
     */
    public double[] attribution(float[] aggregate) {
        check(aggregate);
        double[] parts = new double[dimensions];
        var vector = forest.getAnomalyAttribution(aggregate);
        for (int i = 0; i < dimensions; i++) {
            parts[i] = vector.getHighLowSum(i);
        }
        return parts;
    }

    private void check(float[] aggregate) {
        if (aggregate.length != dimensions) {
            throw new IllegalArgumentException("aggregate must have " + dimensions + " values: " + aggregate.length);
        }
        for (float value : aggregate) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a value of the aggregate is not finite: " + value);
            }
        }
    }
}
