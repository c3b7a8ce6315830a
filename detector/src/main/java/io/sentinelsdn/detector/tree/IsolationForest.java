package io.sentinelsdn.detector.tree;

import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.model.SampledShapley;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An isolation forest in flat arrays (Liu, Ting, Zhou, "Isolation Forest", ICDM 2008), with splits on one or two
 * features (Hariri, Carrasco Kind, Brunner, "Extended Isolation Forest", 2019): what is far from the rows that were
 * learnt is cut off from them by few random cuts.
 *
 * <p>At a node the row goes right if {@code a * row[first] + b * row[second] > threshold}. An unknown value
 * ({@code NaN}) counts as the feature's median. Depth counts the cuts, plus the expected depth of the rows left in the
 * leaf; {@code anomaly = 2^(-mean depth / expected depth)}, in (0, 1). The score is the anomaly brought to 0.5 at the
 * threshold.
 *
 * <p>Immutable: any thread may score, without allocation.
 */
public final class IsolationForest implements FlowModel {
    static final short LEAF = -1;
    private static final double LN_2 = Math.log(2);
    private static final double EULER = 0.5772156649;

    // Node n: first[n] (LEAF for a leaf), second[n] (a feature, its weight may be 0), their weights, threshold[n],
    // left[n] (the right child is the next one), and size[n], how many drawn rows came by.
    final int[] roots;
    final short[] first;
    final short[] second;
    final float[] firstWeight;
    final float[] secondWeight;
    final float[] threshold;
    final int[] left;
    final int[] size;
    final float[] median;
    private final float[] expected;
    private final double anomalyLimit;

    IsolationForest(
            int[] roots,
            short[] first,
            short[] second,
            float[] firstWeight,
            float[] secondWeight,
            float[] threshold,
            int[] left,
            int[] size,
            float[] median,
            double anomalyLimit) {
        this.roots = roots;
        this.first = first;
        this.second = second;
        this.firstWeight = firstWeight;
        this.secondWeight = secondWeight;
        this.threshold = threshold;
        this.left = left;
        this.size = size;
        this.median = median;
        this.anomalyLimit = anomalyLimit;
        IsolationShape.check(this);
        if (!(anomalyLimit > 0 && anomalyLimit < 1)) {
            throw new IllegalArgumentException("threshold must be above 0 and below 1: " + anomalyLimit);
        }
        expected = new float[size.length];
        for (int node = 0; node < size.length; node++) {
            expected[node] = (float) expectedDepth(size[node]);
        }
    }

    /** Expected depth of an unsuccessful search in a tree of n rows, equation 1 of Liu et al. */
    static double expectedDepth(int n) {
        return n <= 1 ? 0 : n == 2 ? 1 : 2 * (Math.log(n - 1) + EULER) - 2.0 * (n - 1) / n;
    }

    /** How easily the row is isolated, in (0, 1); about 0.5 for an ordinary one. */
    public double anomaly(float[] row) {
        double depth = 0;
        double norm = 0;
        for (int root : roots) {
            norm += expected[root];
            int node = root;
            int cuts = 0;
            while (first[node] >= 0) {
                node = goesRight(node, row) ? left[node] + 1 : left[node];
                cuts++;
            }
            depth += cuts + expected[node];
        }
        return Math.exp(-LN_2 * depth / norm);
    }

    /** The anomaly that makes a score of 0.5. */
    public double threshold() {
        return anomalyLimit;
    }

    /** The same trees with another threshold. */
    public IsolationForest withThreshold(double newThreshold) {
        return new IsolationForest(
                roots, first, second, firstWeight, secondWeight, threshold, left, size, median, newThreshold);
    }

    /**
     * The same trees with the threshold that brings what scored so far to 0.5.
     *
     * @param score in (0, 1)
     */
    public IsolationForest withScoreAsThreshold(double score) {
        return withThreshold(
                score <= 0.5 ? anomalyLimit * score / 0.5 : anomalyLimit + (1 - anomalyLimit) * (score - 0.5) / 0.5);
    }

    /**
     * Path attribution: each cut is worth how much shallower the row came to lie than was expected before it, shared by
     * the features it looked at; the shares of all cuts are scaled so that base and contributions sum to the score.
     */
    private double contributions(float[] row, double[] out) {
        Arrays.fill(out, 0, median.length, 0);
        double sum = 0;
        double norm = 0;
        double depth = 0;
        for (int root : roots) {
            norm += expected[root];
            depth += expected[root];
            int node = root;
            while (first[node] >= 0) {
                int next = goesRight(node, row) ? left[node] + 1 : left[node];
                double gain = expected[node] - expected[next] - 1;
                double a = Math.abs(firstWeight[node]);
                double b = Math.abs(secondWeight[node]);
                out[first[node]] += gain * a / (a + b);
                out[second[node]] += gain * b / (a + b);
                sum += gain;
                depth -= gain;
                node = next;
            }
        }
        double base = scale(0.5);
        double score = scale(Math.exp(-LN_2 * depth / norm));
        for (int f = 0; f < median.length; f++) {
            out[f] = sum == 0 ? 0 : out[f] * (score - base) / sum;
        }
        return base;
    }

    private boolean goesRight(int node, float[] row) {
        int one = first[node];
        float a = row[one];
        float value = firstWeight[node] * (Float.isNaN(a) ? median[one] : a);
        float weight = secondWeight[node];
        if (weight != 0) {
            int two = second[node];
            float b = row[two];
            value += weight * (Float.isNaN(b) ? median[two] : b);
        }
        return value > threshold[node];
    }

    /** In [0, 1], in the order of the anomaly, 0.5 at the threshold. */
    private double scale(double anomaly) {
        return anomaly <= anomalyLimit
                ? 0.5 * anomaly / anomalyLimit
                : 0.5 + 0.5 * (anomaly - anomalyLimit) / (1 - anomalyLimit);
    }

    @Override
    public ModelKind kind() {
        return ModelKind.ISOLATION_FOREST;
    }

    @Override
    public int featureCount() {
        return median.length;
    }

    /** None: it only knows how unusual a row is. */
    @Override
    public List<String> classNames() {
        return List.of();
    }

    @Override
    public FlowScorer newScorer() {
        return row -> scale(anomaly(row));
    }

    @Override
    public Optional<Attribution> newShapley() {
        return Optional.of(new SampledShapley(newScorer(), median.length));
    }

    @Override
    public Optional<Attribution> newAttribution() {
        return Optional.of(new Attribution() {
            @Override
            public String method() {
                return "path";
            }

            @Override
            public double contributions(float[] row, double[] out) {
                return IsolationForest.this.contributions(row, out);
            }
        });
    }
}
