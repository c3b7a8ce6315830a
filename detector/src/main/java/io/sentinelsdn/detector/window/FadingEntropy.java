package io.sentinelsdn.detector.window;

/**
 * How evenly packets spread over values of which there may be any number: normalised Shannon entropy over 64 hashed
 * classes, 0 for one value, near 1 for very many. Old packets fade. Not thread-safe.
 */
final class FadingEntropy {
    private static final int CLASSES = 64;
    private static final double MOST = Math.log(CLASSES);

    private final float[] weights = new float[CLASSES];

    void add(long keyedHash, double weight) {
        weights[(int) (keyedHash >>> 58)] += (float) weight;
    }

    void fade(double factor) {
        for (int i = 0; i < CLASSES; i++) {
            weights[i] *= (float) factor;
        }
    }

    double value() {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        if (sum <= 0) {
            return 0;
        }
        double entropy = 0;
        for (float weight : weights) {
            double share = weight / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return entropy / MOST;
    }
}
