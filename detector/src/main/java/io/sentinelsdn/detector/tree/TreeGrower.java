package io.sentinelsdn.detector.tree;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Grows one classification tree (Breiman, "Random Forests", Machine Learning 45, 2001) from binned columns: draws rows
 * with replacement, and at each node tries a few features and takes the split with the least Gini impurity. With random
 * cuts it takes all rows, and of each feature tried one cut at random (Geurts, Ernst, Wehenkel, "Extremely randomized
 * trees", Machine Learning 63, 2006), which is smoother where rows are few. Owned by one thread.
 */
final class TreeGrower {
    private final Bins bins;
    private final LabelledRows rows;
    private final ForestConfig config;
    private final SplittableRandom random;
    private final int classes;
    private final int[] order;
    private final int[] drawn;
    private final int[] spare;
    private final int[] histogram;
    private final long[] total;
    private final long[] below;
    private final NodeArrays nodes;
    private final boolean randomCuts;

    private int bestFeature;
    private int bestBin;

    TreeGrower(Bins bins, LabelledRows rows, ForestConfig config, RowSampler sampler, boolean randomCuts, long seed) {
        this.bins = bins;
        this.rows = rows;
        this.config = config;
        random = new SplittableRandom(seed);
        classes = rows.classNames().size();
        order = bins.varying();
        this.randomCuts = randomCuts;
        drawn = randomCuts
                ? sampler.all()
                : sampler.draw(config.sampleRows() == 0 ? rows.size() : config.sampleRows(), random);
        spare = new int[drawn.length];
        histogram = new int[Bins.MAX * classes];
        total = new long[classes];
        below = new long[classes];
        nodes = new NodeArrays(classes);
    }

    NodeArrays grow() {
        grow(nodes.add(), 0, drawn.length, 0);
        return nodes;
    }

    private void grow(int node, int from, int to, int depth) {
        count(node, from, to);
        if (depth == config.depth() || to - from < 2 * config.minLeaf() || isPure() || !findSplit(from, to)) {
            return;
        }
        int feature = bestFeature;
        int bin = bestBin;
        int middle = partition(feature, bin, from, to);
        int left = nodes.add();
        int right = nodes.add();
        nodes.feature[node] = (short) feature;
        nodes.threshold[node] = bins.threshold(feature, bin);
        nodes.left[node] = left;
        grow(left, from, middle, depth + 1);
        grow(right, middle, to, depth + 1);
    }

    private void count(int node, int from, int to) {
        Arrays.fill(total, 0);
        for (int i = from; i < to; i++) {
            total[rows.label(drawn[i])]++;
        }
        for (int c = 0; c < classes; c++) {
            nodes.distribution[node * classes + c] = (float) ((double) total[c] / (to - from));
        }
    }

    private boolean isPure() {
        int present = 0;
        for (long count : total) {
            present += count > 0 ? 1 : 0;
        }
        return present < 2;
    }

    /** Tries mtry features, and more while none of them splits at all. */
    private boolean findSplit(int from, int to) {
        int wanted = config.mtry() == 0 ? (int) Math.ceil(Math.sqrt(order.length)) : config.mtry();
        bestFeature = -1;
        double best = purity(total, to - from) + 1e-9 * (to - from);
        for (int tried = 0; tried < order.length && (tried < wanted || bestFeature < 0); tried++) {
            int swap = tried + random.nextInt(order.length - tried);
            int feature = order[swap];
            order[swap] = order[tried];
            order[tried] = feature;
            best = tryFeature(feature, from, to, best);
        }
        return bestFeature >= 0;
    }

    private double tryFeature(int feature, int from, int to, double best) {
        int count = bins.count(feature);
        Arrays.fill(histogram, 0, count * classes, 0);
        byte[] column = bins.column(feature);
        for (int i = from; i < to; i++) {
            int row = drawn[i];
            histogram[(column[row] & 0xff) * classes + rows.label(row)]++;
        }
        int only = randomCuts ? randomCut(feature, count) : -1;
        Arrays.fill(below, 0);
        int size = 0;
        for (int bin = 0; bin < count - 1; bin++) {
            int added = 0;
            for (int c = 0; c < classes; c++) {
                below[c] += histogram[bin * classes + c];
                added += histogram[bin * classes + c];
            }
            size += added;
            if (randomCuts ? bin != only : added == 0) {
                continue;
            }
            if (size < config.minLeaf() || to - from - size < config.minLeaf()) {
                continue;
            }
            double purity = purity(below, size) + purityAbove(to - from - size);
            if (purity > best) {
                best = purity;
                bestFeature = feature;
                bestBin = bin;
            }
        }
        return best;
    }

    /**
     * A bin to cut after: with even chance between unknown and known where a node has both, else anywhere between its
     * least and its greatest value; -1 where all rows are in one bin.
     */
    private int randomCut(int feature, int count) {
        int low = 0;
        while (low < count && isEmpty(low)) {
            low++;
        }
        int high = count - 1;
        while (high > low && isEmpty(high)) {
            high--;
        }
        if (high <= low) {
            return -1;
        }
        if (low == 0) {
            if (high == 1 || random.nextBoolean()) {
                return 0;
            }
            low = 1;
            while (low < high && isEmpty(low)) {
                low++;
            }
            if (low == high) {
                return 0;
            }
        }
        double at = bins.threshold(feature, low)
                + random.nextDouble() * ((double) bins.threshold(feature, high - 1) - bins.threshold(feature, low));
        int cut = low;
        while (cut < high - 1 && bins.threshold(feature, cut) < at) {
            cut++;
        }
        return cut;
    }

    private boolean isEmpty(int bin) {
        for (int c = 0; c < classes; c++) {
            if (histogram[bin * classes + c] > 0) {
                return false;
            }
        }
        return true;
    }

    /** Sum of squares over size: the larger the purer; the same order as falling Gini impurity. */
    private static double purity(long[] counts, int size) {
        double squares = 0;
        for (long count : counts) {
            squares += (double) count * count;
        }
        return squares / size;
    }

    private double purityAbove(int size) {
        double squares = 0;
        for (int c = 0; c < classes; c++) {
            double count = total[c] - below[c];
            squares += count * count;
        }
        return squares / size;
    }

    private int partition(int feature, int bin, int from, int to) {
        byte[] column = bins.column(feature);
        int low = from;
        int high = 0;
        for (int i = from; i < to; i++) {
            int row = drawn[i];
            if ((column[row] & 0xff) <= bin) {
                drawn[low++] = row;
            } else {
                spare[high++] = row;
            }
        }
        System.arraycopy(spare, 0, drawn, low, high);
        return low;
    }
}
