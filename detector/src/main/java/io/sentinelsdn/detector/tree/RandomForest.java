package io.sentinelsdn.detector.tree;

import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.model.ModelKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A random forest for several classes, in flat arrays. A row's probabilities are the mean over the trees of the class
 * distribution in the leaf that the row falls into.
 *
 * <p>At a node the row goes right if {@code row[feature] > threshold}, else left; so {@code NaN} (unknown) goes left.
 *
 * <p>Immutable: any thread may score, without allocation.
 */
public final class RandomForest implements FlowModel {
    // Node n: feature[n] (LEAF for a leaf), threshold[n], left[n] (the right child is the next one), and its class
    // distribution at n * classes. Inner nodes have one too: path attribution needs it.
    static final short LEAF = -1;

    private final List<String> classNames;
    private final int features;
    private final int classes;
    private final int[] roots;
    private final short[] feature;
    private final float[] threshold;
    private final int[] left;
    private final float[] distribution;
    /** The same trees for scoring, or null when they do not fit. */
    private final InterleavedTrees interleaved;

    RandomForest(
            List<String> classNames,
            int features,
            int[] roots,
            short[] feature,
            float[] threshold,
            int[] left,
            float[] distribution) {
        this.classNames = List.copyOf(classNames);
        this.features = features;
        this.classes = classNames.size();
        this.roots = roots;
        this.feature = feature;
        this.threshold = threshold;
        this.left = left;
        this.distribution = distribution;
        checkShape();
        interleaved = InterleavedTrees.of(features, roots, feature, threshold, left);
    }

    /**
     * Scores a row.
     *
     * @param row {@code float[features]}, in the order of the schema it was trained with
     * @param out {@code float[classes]}, receives the probability of each class; they sum to 1 within 0.001
     */
    public void score(float[] row, float[] out) {
        Arrays.fill(out, 0, classes, 0);
        if (interleaved != null) {
            for (int group = 0; group < interleaved.groups(); group++) {
                int count = Math.min(InterleavedTrees.WIDTH, roots.length - group * InterleavedTrees.WIDTH);
                interleaved.add(group, count, row, distribution, classes, out);
            }
        } else {
            addLeaves(row, out);
        }
        float share = 1f / roots.length;
        for (int c = 0; c < classes; c++) {
            out[c] *= share;
        }
    }

    /** Tree by tree; adds the leaves in the same order as the interleaved walk. */
    void addLeaves(float[] row, float[] out) {
        for (int root : roots) {
            int node = root;
            for (int f = feature[node]; f >= 0; f = feature[node]) {
                node = row[f] > threshold[node] ? left[node] + 1 : left[node];
            }
            int at = node * classes;
            for (int c = 0; c < classes; c++) {
                out[c] += distribution[at + c];
            }
        }
    }

    /**
     * Path attribution: how much each feature moved the probability of a class, summed over the splits that looked at
     * it (Saabas, "Interpreting random forests", 2014). Base and contributions sum to the probability.
     *
     * @param row {@code float[features]}
     * @param classIndex which class
     * @param out {@code double[features]}, receives the signed contributions
     * @return the base: the probability before any feature is looked at
     */
    public double contributions(float[] row, int classIndex, double[] out) {
        Arrays.fill(out, 0, features, 0);
        double base = 0;
        for (int root : roots) {
            int node = root;
            double before = distribution[node * classes + classIndex];
            base += before;
            for (int f = feature[node]; f >= 0; f = feature[node]) {
                node = row[f] > threshold[node] ? left[node] + 1 : left[node];
                double after = distribution[node * classes + classIndex];
                out[f] += after - before;
                before = after;
            }
        }
        for (int f = 0; f < features; f++) {
            out[f] /= roots.length;
        }
        return base / roots.length;
    }

    @Override
    public ModelKind kind() {
        return ModelKind.RANDOM_FOREST;
    }

    @Override
    public FlowScorer newScorer() {
        return new ForestScorer(this);
    }

    @Override
    public Optional<Attribution> newAttribution() {
        return Optional.of(new PathAttribution(this));
    }

    @Override
    public Optional<Attribution> newShapley() {
        return Optional.of(new TreeShap(this));
    }

    /** The classes, in the order of probabilities. */
    @Override
    public List<String> classNames() {
        return classNames;
    }

    /** Index of a class, or -1. */
    public int classIndex(String name) {
        return classNames.indexOf(name);
    }

    @Override
    public int featureCount() {
        return features;
    }

    public int treeCount() {
        return roots.length;
    }

    public int nodeCount() {
        return feature.length;
    }

    int root(int tree) {
        return roots[tree];
    }

    int feature(int node) {
        return feature[node];
    }

    float threshold(int node) {
        return threshold[node];
    }

    int left(int node) {
        return left[node];
    }

    float distribution(int node, int classIndex) {
        return distribution[node * classes + classIndex];
    }

    /** A walk must end: children come after their parent, inside the arrays. */
    private void checkShape() {
        int nodes = feature.length;
        if (threshold.length != nodes || left.length != nodes || distribution.length != nodes * classes) {
            throw new IllegalArgumentException("the arrays of the forest disagree in length");
        }
        if (roots.length == 0 || classes < 2 || features < 1) {
            throw new IllegalArgumentException("a forest needs a tree, two classes and a feature");
        }
        for (int root : roots) {
            if (root < 0 || root >= nodes) {
                throw new IllegalArgumentException("root outside the nodes: " + root);
            }
        }
        for (int node = 0; node < nodes; node++) {
            boolean leaf = feature[node] == LEAF;
            if (!leaf && (feature[node] < 0 || feature[node] >= features)) {
                throw new IllegalArgumentException("feature outside the row: " + feature[node]);
            }
            if (!leaf && (left[node] <= node || left[node] >= nodes - 1)) {
                throw new IllegalArgumentException("child outside the nodes: " + left[node]);
            }
        }
    }
}
