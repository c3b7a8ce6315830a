package io.sentinelsdn.detector.tree;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws rows with replacement, each as often as its own weight and the weight of its class say. Immutable. */
final class RowSampler {
    private static final int MOST_TIMES = 16;

    private final double[] cumulative;

    RowSampler(LabelledRows rows, double balance) {
        double[] classWeight = new double[rows.classNames().size()];
        for (int row = 0; row < rows.size(); row++) {
            classWeight[rows.label(row)] += rows.weight(row);
        }
        for (int c = 0; c < classWeight.length; c++) {
            classWeight[c] = classWeight[c] > 0 ? StrictMath.pow(classWeight[c], -balance) : 0;
        }
        cumulative = new double[rows.size()];
        double sum = 0;
        for (int row = 0; row < rows.size(); row++) {
            sum += rows.weight(row) * classWeight[rows.label(row)];
            cumulative[row] = sum;
        }
    }

    /**
     * All rows, each as often as it would be drawn for each time that the least likely one is, rounded, at most {@value
     * #MOST_TIMES} times.
     */
    int[] all() {
        double least = Double.POSITIVE_INFINITY;
        for (int row = 0; row < cumulative.length; row++) {
            least = Math.min(least, weight(row));
        }
        int count = 0;
        for (int row = 0; row < cumulative.length; row++) {
            count += times(row, least);
        }
        int[] all = new int[count];
        int at = 0;
        for (int row = 0; row < cumulative.length; row++) {
            int times = times(row, least);
            Arrays.fill(all, at, at + times, row);
            at += times;
        }
        return all;
    }

    private int times(int row, double least) {
        return (int) Math.min(MOST_TIMES, Math.round(weight(row) / least));
    }

    private double weight(int row) {
        return row == 0 ? cumulative[0] : cumulative[row] - cumulative[row - 1];
    }

    int[] draw(int count, SplittableRandom random) {
        int[] drawn = new int[count];
        double sum = cumulative[cumulative.length - 1];
        for (int i = 0; i < count; i++) {
            int at = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
            drawn[i] = Math.min(at >= 0 ? at + 1 : -at - 1, cumulative.length - 1);
        }
        return drawn;
    }
}
