package io.sentinelsdn.detector.model;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Shapley values of any scorer by sampling (Castro, Gómez, Tejada, "Polynomial calculation of the Shapley value based on
 * sampling", Computers &amp; Operations Research 36, 2009): features become known one after the other, in orders drawn by
 * chance and in their reverses, and each is credited with what it moved. A feature that is not in the coalition is
 * unknown, which for anomaly models means ordinary. Base and contributions sum to the score exactly, however few orders;
 * the same row gives the same values. {@code 2 · }{@value #PAIRS}{@code  · features} scores a row: for people who ask, not
 * for every flow. Owned by one thread.
 */
public final class SampledShapley implements Attribution {
    private static final int PAIRS = 16;
    private static final long SEED = 42;

    private final FlowScorer scorer;
    private final float[] view;
    private final int[] order;

    /**
     * Prepares.
     *
     * @param scorer takes {@code NaN} for ordinary
     * @param features length of a row
     */
    public SampledShapley(FlowScorer scorer, int features) {
        this.scorer = scorer;
        view = new float[features];
        order = new int[features];
    }

    @Override
    public String method() {
        return "sampled_shapley";
    }

    @Override
    public double contributions(float[] row, double[] out) {
        int known = 0;
        for (int f = 0; f < view.length; f++) {
            if (!Float.isNaN(row[f])) {
                order[known++] = f;
            }
        }
        Arrays.fill(out, 0, view.length, 0);
        Arrays.fill(view, Float.NaN);
        double base = scorer.score(view);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int pair = 0; pair < PAIRS; pair++) {
            shuffle(known, random);
            walk(row, known, base, out);
            reverse(known);
            walk(row, known, base, out);
        }
        for (int f = 0; f < view.length; f++) {
            out[f] /= 2 * PAIRS;
        }
        return base;
    }

    private void walk(float[] row, int known, double base, double[] out) {
        Arrays.fill(view, Float.NaN);
        double before = base;
        for (int i = 0; i < known; i++) {
            view[order[i]] = row[order[i]];
            double after = scorer.score(view);
            out[order[i]] += after - before;
            before = after;
        }
    }

    private void shuffle(int known, SplittableRandom random) {
        for (int i = known - 1; i > 0; i--) {
            swap(i, random.nextInt(i + 1));
        }
    }

    private void reverse(int known) {
        for (int i = 0; i < known / 2; i++) {
            swap(i, known - 1 - i);
        }
    }

    private void swap(int a, int b) {
        int feature = order[a];
        order[a] = order[b];
        order[b] = feature;
    }
}
