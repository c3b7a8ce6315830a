package io.sentinelsdn.detector.tree;

import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.model.Attribution;
import java.util.Arrays;

/**
 * Exact Shapley values of a forest's score under the path-dependent expectation: where a feature is not in the
 * coalition, a split goes both ways in proportion to the rows it saw in training (Lundberg, Erion, Lee, "Consistent
 * individualized feature attribution for tree ensembles", 2018, algorithm 2). O(trees · leaves · depth²): for people who
 * ask, not for every flow. Owned by one thread.
 *
 * <p>The share of rows that went left is not stored; it follows from the distributions, since that of a node is the mean
 * of its children's: the least-squares solution over the classes, one half where the children agree.
 */
public final class TreeShap implements Attribution {
    private static final int DEEPEST = 32;

    private final RandomForest forest;
    private final int normal;
    private final CalmEntry entry;
    private final float[] leftShare;

    // The unique path of each recursion level: feature, share of "not in", share of "in", weight of subsets.
    private final int[][] feature = new int[DEEPEST + 2][DEEPEST + 2];
    private final double[][] zero = new double[DEEPEST + 2][DEEPEST + 2];
    private final double[][] one = new double[DEEPEST + 2][DEEPEST + 2];
    private final double[][] weight = new double[DEEPEST + 2][DEEPEST + 2];

    private float[] row;
    private double[] out;

    /**
     * Prepares.
     *
     * @throws IllegalArgumentException if a tree is deeper than 32 splits
     */
    public TreeShap(RandomForest forest) {
        this.forest = forest;
        normal = forest.classIndex(Labels.NORMAL);
        entry = new CalmEntry(forest, normal);
        leftShare = new float[forest.nodeCount()];
        for (int tree = 0; tree < forest.treeCount(); tree++) {
            prepare(forest.root(tree), 0);
        }
    }

    /** Share of the rows of training that went left at a node. */
    float leftShare(int node) {
        return leftShare[node];
    }

    private void prepare(int node, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a tree is deeper than " + DEEPEST + " splits");
        }
        if (forest.feature(node) == RandomForest.LEAF) {
            return;
        }
        int left = forest.left(node);
        double above = 0;
        double below = 0;
        for (int c = 0; c < forest.classNames().size(); c++) {
            double difference = forest.distribution(left, c) - forest.distribution(left + 1, c);
            above += (forest.distribution(node, c) - forest.distribution(left + 1, c)) * difference;
            below += difference * difference;
        }
        leftShare[node] = below < 1e-9 ? 0.5f : (float) Math.max(0, Math.min(1, above / below));
        prepare(left, depth + 1);
        prepare(left + 1, depth + 1);
    }

    @Override
    public String method() {
        return "shap";
    }

    @Override
    public double contributions(float[] newRow, double[] newOut) {
        row = entry.decisive(newRow);
        out = newOut;
        Arrays.fill(out, 0, forest.featureCount(), 0);
        double base = 0;
        for (int tree = 0; tree < forest.treeCount(); tree++) {
            base += expected(forest.root(tree));
            walk(forest.root(tree), 0, 0, -1, 1, 1);
        }
        for (int f = 0; f < forest.featureCount(); f++) {
            out[f] /= forest.treeCount();
        }
        entry.settle(row, out);
        return base / forest.treeCount();
    }

    private double value(int leaf) {
        return 1 - forest.distribution(leaf, normal);
    }

    private double expected(int node) {
        if (forest.feature(node) == RandomForest.LEAF) {
            return value(node);
        }
        double share = leftShare[node];
        return share * expected(forest.left(node)) + (1 - share) * expected(forest.left(node) + 1);
    }

    private void walk(int node, int level, int parentLength, int newFeature, double newZero, double newOne) {
        int length = parentLength;
        if (level > 0) {
            System.arraycopy(feature[level - 1], 0, feature[level], 0, length);
            System.arraycopy(zero[level - 1], 0, zero[level], 0, length);
            System.arraycopy(one[level - 1], 0, one[level], 0, length);
            System.arraycopy(weight[level - 1], 0, weight[level], 0, length);
        }
        extend(level, length, newFeature, newZero, newOne);
        length++;
        int split = forest.feature(node);
        if (split == RandomForest.LEAF) {
            for (int i = 1; i < length; i++) {
                out[feature[level][i]] += unwoundSum(level, length, i) * (one[level][i] - zero[level][i]) * value(node);
            }
            return;
        }
        int left = forest.left(node);
        int taken = row[split] > forest.threshold(node) ? left + 1 : left;
        double zeroSoFar = 1;
        double oneSoFar = 1;
        for (int i = 1; i < length; i++) {
            if (feature[level][i] == split) {
                zeroSoFar = zero[level][i];
                oneSoFar = one[level][i];
                unwind(level, length, i);
                length--;
                break;
            }
        }
        double share = leftShare[node];
        walk(left, level + 1, length, split, zeroSoFar * share, taken == left ? oneSoFar : 0);
        walk(left + 1, level + 1, length, split, zeroSoFar * (1 - share), taken == left ? 0 : oneSoFar);
    }

    private void extend(int level, int length, int newFeature, double newZero, double newOne) {
        double[] w = weight[level];
        feature[level][length] = newFeature;
        zero[level][length] = newZero;
        one[level][length] = newOne;
        w[length] = length == 0 ? 1 : 0;
        for (int i = length - 1; i >= 0; i--) {
            w[i + 1] += newOne * w[i] * (i + 1) / (length + 1);
            w[i] = newZero * w[i] * (length - i) / (length + 1);
        }
    }

    /** Takes entry {@code index} of a path of this length out again. */
    private void unwind(int level, int length, int index) {
        double[] w = weight[level];
        double in = one[level][index];
        double notIn = zero[level][index];
        double next = w[length - 1];
        for (int i = length - 2; i >= 0; i--) {
            if (in != 0) {
                double before = w[i];
                w[i] = next * length / ((i + 1) * in);
                next = before - w[i] * notIn * (length - 1 - i) / length;
            } else {
                w[i] = notIn == 0 ? 0 : w[i] * length / (notIn * (length - 1 - i));
            }
        }
        for (int i = index; i < length - 1; i++) {
            feature[level][i] = feature[level][i + 1];
            zero[level][i] = zero[level][i + 1];
            one[level][i] = one[level][i + 1];
        }
    }

    /** Sum of the weights without entry {@code index}. */
    private double unwoundSum(int level, int length, int index) {
        double[] w = weight[level];
        double in = one[level][index];
        double notIn = zero[level][index];
        double next = w[length - 1];
        double sum = 0;
        for (int i = length - 2; i >= 0; i--) {
            if (in != 0) {
                double without = next * length / ((i + 1) * in);
                sum += without;
                next = w[i] - without * notIn * (length - 1 - i) / length;
            } else if (notIn != 0) {
                sum += w[i] * length / (notIn * (length - 1 - i));
            }
        }
        return sum;
    }
}
