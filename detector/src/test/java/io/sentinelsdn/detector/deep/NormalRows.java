package io.sentinelsdn.detector.deep;

import java.util.SplittableRandom;

/** Rows of four features on a line with a little noise; the last is unknown in every fiftieth row. */
final class NormalRows {
    static final int FEATURES = 4;

    private NormalRows() {}

    static float[] of(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[count * FEATURES];
        for (int i = 0; i < count; i++) {
            double at = random.nextDouble() * 10;
            rows[i * FEATURES] = (float) (at + noise(random));
            rows[i * FEATURES + 1] = (float) (3 * at + noise(random));
            rows[i * FEATURES + 2] = (float) (-at + noise(random));
            rows[i * FEATURES + 3] = i % 50 == 0 ? Float.NaN : (float) (100 + at + noise(random));
        }
        return rows;
    }

    private static double noise(SplittableRandom random) {
        return random.nextDouble() * 0.2;
    }
}
