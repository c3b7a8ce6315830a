package io.sentinelsdn.detector.feature;

/**
 * Brings features to mean 0 and deviation 1, as measured on the rows to learn from; an unknown value ({@code NaN})
 * becomes the mean. Immutable; any thread.
 */
public final class Scaling {
    /** Scaled values are held within this many deviations. */
    public static final float LIMIT = 10;

    private static final double LEAST_DEVIATION = 1e-3;

    private final float[] mean;
    private final float[] deviation;

    /**
     * Takes the arrays over.
     *
     * @throws IllegalArgumentException if a deviation is not above 0, or a number is not finite
     */
    public Scaling(float[] mean, float[] deviation) {
        if (mean.length != deviation.length) {
            throw new IllegalArgumentException(
                    "means and deviations disagree: " + mean.length + " and " + deviation.length);
        }
        for (int f = 0; f < mean.length; f++) {
            if (!Float.isFinite(mean[f]) || !(deviation[f] > 0) || !Float.isFinite(deviation[f])) {
                throw new IllegalArgumentException("scale of feature " + f + " is no scale: " + deviation[f]);
            }
        }
        this.mean = mean;
        this.deviation = deviation;
    }

    /** Measures {@code count} rows; a feature that is never known gets mean 0. */
    public static Scaling of(float[] rows, int features, int count) {
        float[] mean = new float[features];
        float[] deviation = new float[features];
        for (int f = 0; f < features; f++) {
            double sum = 0;
            int known = 0;
            for (int row = 0; row < count; row++) {
                float value = rows[row * features + f];
                sum += Float.isNaN(value) ? 0 : value;
                known += Float.isNaN(value) ? 0 : 1;
            }
            double middle = known == 0 ? 0 : sum / known;
            double squares = 0;
            for (int row = 0; row < count; row++) {
                float value = rows[row * features + f];
                squares += Float.isNaN(value) ? 0 : (value - middle) * (value - middle);
            }
            mean[f] = (float) middle;
            deviation[f] = (float) Math.max(LEAST_DEVIATION, known == 0 ? 1 : Math.sqrt(squares / known));
        }
        return new Scaling(mean, deviation);
    }

    /** Scales the row that starts at {@code from}; NaN becomes 0. */
    public void apply(float[] rows, int from, float[] out, int to) {
        for (int f = 0; f < mean.length; f++) {
            float scaled = (rows[from + f] - mean[f]) / deviation[f];
            out[to + f] = Float.isNaN(scaled) ? 0 : Math.max(-LIMIT, Math.min(LIMIT, scaled));
        }
    }

    public int features() {
        return mean.length;
    }

    public float mean(int feature) {
        return mean[feature];
    }

    public float deviation(int feature) {
        return deviation[feature];
    }
}
