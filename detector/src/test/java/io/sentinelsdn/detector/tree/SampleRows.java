package io.sentinelsdn.detector.tree;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Rows with a known rule, for tests. */
final class SampleRows {
    static final List<String> CLASSES = List.of("low", "high", "unknown");

    private SampleRows() {}

    /**
     * Five features, of which two matter: class "unknown" where feature 1 is NaN, else "high" where feature 0 is above
     * 0.5, else "low".
     */
    static LabelledRows of(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[size * 5];
        int[] labels = new int[size];
        for (int row = 0; row < size; row++) {
            for (int f = 0; f < 5; f++) {
                values[row * 5 + f] = (float) random.nextDouble();
            }
            if (random.nextInt(4) == 0) {
                values[row * 5 + 1] = Float.NaN;
            }
            labels[row] = Float.isNaN(values[row * 5 + 1]) ? 2 : values[row * 5] > 0.5f ? 1 : 0;
        }
        return new LabelledRows(CLASSES, 5, values, labels, ones(size));
    }

    static float[] ones(int size) {
        float[] weights = new float[size];
        Arrays.fill(weights, 1);
        return weights;
    }
}
