package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.model.RowBatch;
import io.sentinelsdn.detector.tree.LabelledRows;
import java.util.Arrays;

/**
 * What the rows to learn from looked like, as a histogram of each feature in each class, to tell whether other rows come
 * from the same kind of place. Read-only; any thread.
 */
final class Domain {
    /** Bin 0 is unknown, 1 and 16 lie outside the middle 98 %, the others divide them evenly. */
    static final int BINS = 17;

    /** Mean distance of a feature's distribution from which a batch is foreign; own later rows stay below 0.2. */
    static final double FOREIGN = 0.25;

    /** Fewest rows that make a distribution. */
    static final int LEAST_BATCH = 200;

    private static final double EDGE = 0.01;

    final int classes;
    final float[] low;
    final float[] high;
    final float[] least;
    final float[] most;
    final float[] shares; // [class][feature][bin]
    private final int[] seenBins;
    private final float[] binsPerUnit;

    Domain(int classes, float[] low, float[] high, float[] least, float[] most, float[] shares) {
        if (low.length != high.length
                || low.length != least.length
                || low.length != most.length
                || shares.length != classes * low.length * BINS) {
            throw new IllegalArgumentException("the histograms disagree in length");
        }
        this.classes = classes;
        this.low = low;
        this.high = high;
        this.least = least;
        this.most = most;
        this.shares = shares;
        seenBins = new int[low.length];
        binsPerUnit = new float[low.length];
        for (int f = 0; f < low.length; f++) {
            seenBins[f] = seenBins(f);
            binsPerUnit[f] = (BINS - 3) / (high[f] - low[f]);
        }
    }

    static Domain of(LabelledRows rows) {
        int features = rows.features();
        int classes = rows.classNames().size();
        float[] low = new float[features];
        float[] high = new float[features];
        float[] least = new float[features];
        float[] most = new float[features];
        for (int f = 0; f < features; f++) {
            measure(f, rows, low, high, least, most);
        }
        float[] shares = new float[classes * features * BINS];
        Domain empty = new Domain(classes, low, high, least, most, shares);
        int[] sizes = new int[classes];
        for (int row = 0; row < rows.size(); row++) {
            sizes[rows.label(row)]++;
            for (int f = 0; f < features; f++) {
                shares[empty.at(rows.label(row), f) + empty.bin(f, rows.value(row, f))]++;
            }
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= Math.max(1, sizes[i / (features * BINS)]);
        }
        return new Domain(classes, low, high, least, most, shares);
    }

    int features() {
        return low.length;
    }

    /**
     * How far the features of a batch are distributed from those learnt, each compared with the mixture of classes that
     * the batch seems to have, so that more or fewer attacks alone make no distance.
     *
     * @param classShares {@code double[classes]}, how much of the batch is thought to be of each class
     * @return mean total variation over the features, 0 (the same) to 1 (nothing in common)
     */
    double distance(RowBatch batch, double[] classShares) {
        int[] counts = new int[features() * BINS];
        float[] row = new float[features()];
        for (int i = 0; i < batch.size(); i++) {
            batch.copyRow(i, row);
            for (int f = 0; f < row.length; f++) {
                counts[f * BINS + bin(f, row[f])]++;
            }
        }
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = 0;
            for (int c = 0; c < classes; c++) {
                expected += classShares[c] * shares[c * features() * BINS + i];
            }
            sum += Math.abs((double) counts[i] / batch.size() - expected);
        }
        return sum / 2 / features();
    }

    /** Whether more than a quarter of the row's features lie where no row of any class did. */
    boolean isStrange(float[] row) {
        int strange = 0;
        for (int f = 0; f < low.length; f++) {
            float value = row[f];
            boolean inside = (seenBins[f] & (1 << bin(f, value))) != 0;
            strange += inside && !(value < least[f]) && !(value > most[f]) ? 0 : 1;
        }
        return strange * 4 > low.length;
    }

    /** One bit for each bin in which any class has a row. */
    private int seenBins(int feature) {
        int bins = 0;
        for (int c = 0; c < classes; c++) {
            for (int bin = 0; bin < BINS; bin++) {
                bins |= shares[at(c, feature) + bin] > 0 ? 1 << bin : 0;
            }
        }
        return bins;
    }

    private int at(int classIndex, int feature) {
        return (classIndex * low.length + feature) * BINS;
    }

    private int bin(int feature, float value) {
        if (Float.isNaN(value)) {
            return 0;
        }
        if (value < low[feature]) {
            return 1;
        }
        if (value > high[feature]) {
            return BINS - 1;
        }
        return 2 + Math.min(BINS - 4, (int) ((value - low[feature]) * binsPerUnit[feature]));
    }

    private static void measure(
            int feature, LabelledRows rows, float[] low, float[] high, float[] least, float[] most) {
        float[] known = new float[rows.size()];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            float value = rows.value(row, feature);
            if (!Float.isNaN(value)) {
                known[count++] = value;
            }
        }
        Arrays.sort(known, 0, count);
        least[feature] = count == 0 ? 0 : known[0];
        most[feature] = count == 0 ? 0 : known[count - 1];
        low[feature] = count == 0 ? 0 : known[(int) (count * EDGE)];
        float top = count == 0 ? 0 : known[Math.min(count - 1, (int) (count * (1 - EDGE)))];
        high[feature] = Math.max(top, low[feature] + Math.max(1e-3f, Math.abs(low[feature]) * 1e-5f));
    }
}
