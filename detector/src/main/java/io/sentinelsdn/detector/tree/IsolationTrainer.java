package io.sentinelsdn.detector.tree;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * Grows an {@link IsolationForest}. Each tree has its own seed. The caller's thread does all the work, which takes
 * milliseconds.
 */
public final class IsolationTrainer {
    /** Fewest rows to learn from. */
    public static final int LEAST_ROWS = 10;

    private final float[] rows;
    private final int features;
    private final IsolationConfig config;
    private final int learnt;
    private final float[] median;
    private final IsolationNodes nodes = new IsolationNodes();

    private IsolationTrainer(float[] rows, int features, IsolationConfig config) {
        this.rows = rows;
        this.features = features;
        this.config = config;
        int count = rows.length / features;
        if (count < LEAST_ROWS) {
            throw new IllegalArgumentException(
                    "an isolation forest needs at least " + LEAST_ROWS + " normal rows to learn from: " + count);
        }
        learnt = Math.max(2, Math.min(count - 1, (int) (count * (1 - config.heldOut()))));
        median = medians();
    }

    /**
     * Grows a forest.
     *
     * @param rows normal rows one after the other, the earlier ones first; {@code NaN} is unknown
     * @param features values in a row
     * @throws IllegalArgumentException if there are fewer than {@value #LEAST_ROWS} rows
     * @throws CancellationException if {@code progress} said so
     */
    public static IsolationForest train(float[] rows, int features, IsolationConfig config, Progress progress) {
        return new IsolationTrainer(rows, features, config).grow(progress);
    }

    private IsolationForest grow(Progress progress) {
        int[] roots = new int[config.trees()];
        int sample = Math.min(config.sample(), learnt);
        int limit = 32 - Integer.numberOfLeadingZeros(sample - 1); // ceil(log2): deeper tells nothing more
        for (int tree = 0; tree < roots.length; tree++) {
            if (!progress.report((double) tree / roots.length)) {
                throw new CancellationException("training was cancelled");
            }
            SplittableRandom random = new SplittableRandom(config.seed() * 0x9E3779B97F4A7C15L + tree);
            int[] drawn = draw(sample, random);
            roots[tree] = nodes.add();
            grow(roots[tree], drawn, 0, sample, limit, random);
        }
        IsolationForest forest = nodes.forest(roots, median, 0.5);
        return forest.withThreshold(limit(forest));
    }

    /** Without putting back: the first entries of a shuffled list. */
    private int[] draw(int sample, SplittableRandom random) {
        int[] all = new int[learnt];
        for (int i = 0; i < learnt; i++) {
            all[i] = i;
        }
        for (int i = 0; i < sample; i++) {
            int other = i + random.nextInt(learnt - i);
            int swap = all[i];
            all[i] = all[other];
            all[other] = swap;
        }
        return Arrays.copyOf(all, sample);
    }

    private void grow(int node, int[] drawn, int from, int to, int left, SplittableRandom random) {
        nodes.size[node] = to - from;
        if (left == 0 || to - from < 2) {
            return;
        }
        for (int attempt = 0; attempt < 2 * features; attempt++) {
            if (cut(node, drawn, from, to, random)) {
                int middle = partition(node, drawn, from, to);
                int low = nodes.add();
                int high = nodes.add();
                nodes.left[node] = low;
                grow(low, drawn, from, middle, left - 1, random);
                grow(high, drawn, middle, to, left - 1, random);
                return;
            }
        }
        nodes.first[node] = IsolationForest.LEAF; // all rows alike
    }

    /** Draws a cut; false when the features drawn are the same in all rows. */
    private boolean cut(int node, int[] drawn, int from, int to, SplittableRandom random) {
        int one = random.nextInt(features);
        int two = random.nextInt(features);
        float a = range(one, drawn, from, to);
        float b = random.nextDouble() < config.pairs() && two != one ? range(two, drawn, from, to) : 0;
        if (a == 0) {
            return false;
        }
        nodes.first[node] = (short) one;
        nodes.second[node] = (short) two;
        nodes.firstWeight[node] = b == 0 ? 1 : 1 / a; // two features weigh alike, whatever their scale here
        nodes.secondWeight[node] = b == 0 ? 0 : (random.nextBoolean() ? 1 : -1) / b;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            float value = value(node, drawn[i]);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        float threshold = (float) (low + random.nextDouble() * ((double) high - low));
        nodes.threshold[node] = threshold < high ? threshold : low;
        return low < high;
    }

    private float range(int feature, int[] drawn, int from, int to) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            float value = known(drawn[i], feature);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return high - low;
    }

    private int partition(int node, int[] drawn, int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            if (value(node, drawn[low]) > nodes.threshold[node]) {
                int swap = drawn[--high];
                drawn[high] = drawn[low];
                drawn[low] = swap;
            } else {
                low++;
            }
        }
        return low;
    }

    private float value(int node, int row) {
        float value = nodes.firstWeight[node] * known(row, nodes.first[node]);
        return nodes.secondWeight[node] == 0
                ? value
                : value + nodes.secondWeight[node] * known(row, nodes.second[node]);
    }

    private float known(int row, int feature) {
        float value = rows[row * features + feature];
        return Float.isNaN(value) ? median[feature] : value;
    }

    private float[] medians() {
        float[] medians = new float[features];
        float[] column = new float[learnt];
        for (int f = 0; f < features; f++) {
            int count = 0;
            for (int row = 0; row < learnt; row++) {
                float value = rows[row * features + f];
                if (!Float.isNaN(value)) {
                    column[count++] = value;
                }
            }
            Arrays.sort(column, 0, count);
            medians[f] = count == 0 ? 0 : column[count / 2];
        }
        return medians;
    }

    private double limit(IsolationForest forest) {
        int count = rows.length / features - learnt;
        double[] anomalies = new double[count];
        float[] row = new float[features];
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows, (learnt + i) * features, row, 0, features);
            anomalies[i] = forest.anomaly(row);
        }
        Arrays.sort(anomalies);
        return anomalies[Math.min(count - 1, (int) Math.ceil(count * (1 - config.falseAlarms())))];
    }
}
