package io.sentinelsdn.mitigation.learn;

import java.util.Arrays;

/**
 * One linear model of the reward for each arm, with an upper confidence bound: LinUCB with disjoint models (Li, Chu,
 * Langford, Schapire: A contextual-bandit approach to personalized news article recommendation, 2010, algorithm 1). The
 * inverse of each matrix is kept by the Sherman-Morrison formula. Not thread-safe.
 */
public final class LinUcb {
    private final int arms;
    private final int features;
    private final double alpha;
    /** {@code [arm][row * features + column]}: inverse of identity plus the sum of the outer products of contexts. */
    private final double[][] inverse;
    /** {@code [arm][feature]}: sum of contexts times rewards. */
    private final double[][] sums;

    /**
     * @param alpha width of the bound, &ge; 0
     */
    public LinUcb(int arms, int features, double alpha) {
        this.arms = arms;
        this.features = features;
        this.alpha = alpha;
        inverse = new double[arms][features * features];
        sums = new double[arms][features];
        for (double[] matrix : inverse) {
            for (int i = 0; i < features; i++) {
                matrix[i * features + i] = 1;
            }
        }
    }

    /** What the arm is expected to bring. */
    public double expected(int arm, double[] context) {
        double[] weights = weights(arm);
        double sum = 0;
        for (int i = 0; i < features; i++) {
            sum += weights[i] * context[i];
        }
        return sum;
    }

    /** How far the expectation may be off. */
    public double width(int arm, double[] context) {
        double[] product = times(inverse[arm], context);
        double sum = 0;
        for (int i = 0; i < features; i++) {
            sum += context[i] * product[i];
        }
        return alpha * Math.sqrt(Math.max(0, sum));
    }

    /** The arm among those allowed with the highest bound; the first of equals. */
    public int choose(double[] context, boolean[] allowed) {
        int best = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int arm = 0; arm < arms; arm++) {
            double bound = expected(arm, context) + width(arm, context);
            if (allowed[arm] && bound > highest) {
                best = arm;
                highest = bound;
            }
        }
        if (best < 0) {
            throw new IllegalArgumentException("no arm is allowed");
        }
        return best;
    }

    /** Learns what an arm brought. */
    public void learn(int arm, double[] context, double reward) {
        double[] product = times(inverse[arm], context);
        double scale = 1;
        for (int i = 0; i < features; i++) {
            scale += context[i] * product[i];
        }
        for (int row = 0; row < features; row++) {
            for (int column = 0; column < features; column++) {
                inverse[arm][row * features + column] -= product[row] * product[column] / scale;
            }
            sums[arm][row] += reward * context[row];
        }
    }

    /** {@code double[features]}: the learned weights of an arm. */
    public double[] weights(int arm) {
        return times(inverse[arm], sums[arm]);
    }

    private double[] times(double[] matrix, double[] vector) {
        double[] product = new double[features];
        for (int row = 0; row < features; row++) {
            for (int column = 0; column < features; column++) {
                product[row] += matrix[row * features + column] * vector[column];
            }
        }
        return product;
    }

    /** All numbers, arm by arm: first the matrix, then the sums. */
    double[] state() {
        int each = features * features + features;
        double[] state = new double[arms * each];
        for (int arm = 0; arm < arms; arm++) {
            System.arraycopy(inverse[arm], 0, state, arm * each, features * features);
            System.arraycopy(sums[arm], 0, state, arm * each + features * features, features);
        }
        return state;
    }

    /** Takes over what {@link #state} gave; false when it is of another shape or not finite. */
    boolean restore(double[] state) {
        int each = features * features + features;
        if (state.length != arms * each || Arrays.stream(state).anyMatch(value -> !Double.isFinite(value))) {
            return false;
        }
        for (int arm = 0; arm < arms; arm++) {
            System.arraycopy(state, arm * each, inverse[arm], 0, features * features);
            System.arraycopy(state, arm * each + features * features, sums[arm], 0, features);
        }
        return true;
    }
}
