package io.sentinelsdn.detector.tree;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws rows with replacement, each as often as its own weight and the weight of its class say. Immutable. */
final class RowSampler {
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
