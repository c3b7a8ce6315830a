package io.sentinelsdn.detector.ensemble;

import java.util.stream.IntStream;

/**
 * A score above which rows are called attacks.
 *
 * @param at the score
 * @param before Matthews correlation with the former threshold
 * @param after with this one
 */
record Threshold(double at, double before, double after) {
    /** The one with the best correlation; between the scores of two rows. The former one where nothing is better. */
    static Threshold best(float[] scores, boolean[] attack, double before) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        long attacks = IntStream.range(0, attack.length).filter(i -> attack[i]).count();
        long normals = attack.length - attacks;
        long hit = 0;
        long falseAlarm = 0;
        double best = -1;
        double low = 0.5;
        double high = 0.5;
        for (int i = 0; i < order.length - 1; i++) {
            if (attack[order[i]]) {
                hit++;
            } else {
                falseAlarm++;
            }
            if (scores[order[i]] > scores[order[i + 1]]) {
                double mcc = mcc(hit, attacks - hit, falseAlarm, normals - falseAlarm);
                if (mcc > best) {
                    best = mcc;
                    low = scores[order[i + 1]];
                    high = scores[order[i]];
                }
            }
        }
        return best < 0 ? new Threshold(0.5, before, before) : new Threshold((low + high) / 2, before, best);
    }

    /** Matthews correlation of this threshold. */
    double mcc(float[] scores, boolean[] attack) {
        long[] counts = new long[4];
        for (int i = 0; i < attack.length; i++) {
            counts[(attack[i] ? 0 : 2) + (scores[i] > at ? 0 : 1)]++;
        }
        return mcc(counts[0], counts[1], counts[2], counts[3]);
    }

    private static double mcc(long hit, long miss, long falseAlarm, long quiet) {
        double product = (double) (hit + falseAlarm) * (hit + miss) * (quiet + falseAlarm) * (quiet + miss);
        return product == 0 ? 0 : ((double) hit * quiet - (double) falseAlarm * miss) / Math.sqrt(product);
    }
}
