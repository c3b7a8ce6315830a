package io.sentinelsdn.detector.ensemble;

/**
 * Puts the scores of the members together: a logistic regression on their log-odds, fitted to rows that no member has
 * learnt from (Wolpert, "Stacked Generalization", 1992; Platt scaling for one member). No weight is negative, and each
 * is held towards "the forest decides". Immutable; any thread.
 */
final class Stack {
    static final int FOREST = 0;
    static final int ISOLATION = 1;
    static final int AUTOENCODER = 2;
    static final int MEMBERS = 3;

    private static final double LEAST = 1e-3;
    private static final int STEPS = 400;
    private static final double RATE = 0.5;
    private static final double HOLD = 2e-3;

    final double bias;
    final double[] weights;

    Stack(double bias, double[] weights) {
        if (weights.length != MEMBERS || !Double.isFinite(bias)) {
            throw new IllegalArgumentException("wrong weights of the members");
        }
        for (double weight : weights) {
            if (!(weight >= 0) || !Double.isFinite(weight)) {
                throw new IllegalArgumentException("a weight of a member is negative or not finite: " + weight);
            }
        }
        this.bias = bias;
        this.weights = weights;
    }

    /** The forest alone. */
    static Stack forestOnly() {
        return new Stack(0, new double[] {1, 0, 0});
    }

    /**
     * Fits.
     *
     * @param logOdds {@code double[rows * MEMBERS]}, 0 for a member that is not there
     * @param attack whether each row is one
     */
    static Stack fit(double[] logOdds, boolean[] attack) {
        double[] at = {0, 1, 0, 0};
        double[] slope = new double[1 + MEMBERS];
        for (int step = 0; step < STEPS; step++) {
            slope[0] = HOLD * at[0];
            for (int m = 0; m < MEMBERS; m++) {
                slope[1 + m] = HOLD * (at[1 + m] - (m == FOREST ? 1 : 0));
            }
            for (int row = 0; row < attack.length; row++) {
                double odds = at[0];
                for (int m = 0; m < MEMBERS; m++) {
                    odds += at[1 + m] * logOdds[row * MEMBERS + m];
                }
                double error = (1 / (1 + Math.exp(-odds)) - (attack[row] ? 1 : 0)) / attack.length;
                slope[0] += error;
                for (int m = 0; m < MEMBERS; m++) {
                    slope[1 + m] += error * logOdds[row * MEMBERS + m];
                }
            }
            at[0] -= RATE * slope[0];
            for (int m = 0; m < MEMBERS; m++) {
                at[1 + m] = Math.max(0, at[1 + m] - RATE * slope[1 + m]);
            }
        }
        return new Stack(at[0], new double[] {at[1], at[2], at[3]});
    }

    /** Probability of an attack. */
    double probability(double forest, double isolation, double autoencoder) {
        double odds = bias + weights[FOREST] * forest + weights[ISOLATION] * isolation;
        return 1 / (1 + Math.exp(-odds - weights[AUTOENCODER] * autoencoder));
    }

    /** ln(p / (1 - p)), with p held between 0.001 and 0.999. */
    static double logOdds(double probability) {
        double held = Math.max(LEAST, Math.min(1 - LEAST, probability));
        return Math.log(held / (1 - held));
    }
}
