package io.sentinelsdn.detector.tree;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Each feature cut into at most 256 bins at its quantiles. Bin 0 is {@code NaN}; bin {@code b > 0} holds the values
 * between edge {@code b - 2} (exclusive) and edge {@code b - 1} (inclusive). A split after bin b is therefore
 * {@code x > edge[b - 1]} to the right, and after bin 0 {@code x > -infinity}: only {@code NaN} stays left.
 */
final class Bins {
    static final int MAX = 256;
    private static final int MAX_EDGES = MAX - 2;
    private static final int MAX_SAMPLE = 200_000;

    private final float[][] edges;
    private final byte[][] columns;

    private Bins(float[][] edges, byte[][] columns) {
        this.edges = edges;
        this.columns = columns;
    }

    static Bins of(LabelledRows rows) {
        float[][] edges = new float[rows.features()][];
        byte[][] columns = new byte[rows.features()][rows.size()];
        for (int feature = 0; feature < edges.length; feature++) {
            edges[feature] = edges(rows, feature);
            for (int row = 0; row < rows.size(); row++) {
                columns[feature][row] = (byte) bin(edges[feature], rows.value(row, feature));
            }
        }
        return new Bins(edges, columns);
    }

    /** The bins of all rows, one byte each, unsigned. */
    byte[] column(int feature) {
        return columns[feature];
    }

    /** The features that are not the same in all rows, ascending: only these can split. */
    int[] varying() {
        return IntStream.range(0, columns.length)
                .filter(feature -> varies(columns[feature]))
                .toArray();
    }

    private static boolean varies(byte[] column) {
        for (byte bin : column) {
            if (bin != column[0]) {
                return true;
            }
        }
        return false;
    }

    int count(int feature) {
        return edges[feature].length + 2;
    }

    float threshold(int feature, int bin) {
        return bin == 0 ? Float.NEGATIVE_INFINITY : edges[feature][bin - 1];
    }

    private static int bin(float[] edges, float value) {
        if (Float.isNaN(value)) {
            return 0;
        }
        int at = Arrays.binarySearch(edges, value);
        return 1 + (at >= 0 ? at : -at - 1);
    }

    private static float[] edges(LabelledRows rows, int feature) {
        int step = 1 + (rows.size() - 1) / MAX_SAMPLE;
        float[] sample = new float[rows.size() / step + 1];
        int count = 0;
        for (int row = 0; row < rows.size(); row += step) {
            float value = rows.value(row, feature);
            if (!Float.isNaN(value)) {
                sample[count++] = value == 0 ? 0f : value; // binarySearch tells -0 from 0, comparison does not
            }
        }
        Arrays.sort(sample, 0, count);
        int distinct = 0;
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            if (distinct == 0 || values[distinct - 1] != sample[i]) {
                values[distinct++] = sample[i];
            }
        }
        return distinct <= MAX_EDGES + 1 ? between(values, distinct) : quantiles(Arrays.copyOf(sample, count));
    }

    private static float[] between(float[] values, int distinct) {
        float[] edges = new float[Math.max(0, distinct - 1)];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = middle(values[i], values[i + 1]);
        }
        return edges;
    }

    private static float[] quantiles(float[] sorted) {
        float[] edges = new float[MAX_EDGES];
        int count = 0;
        for (int i = 1; i <= MAX_EDGES; i++) {
            int at = (int) ((long) i * sorted.length / (MAX_EDGES + 1));
            if (sorted[at - 1] < sorted[at]) {
                edges[count++] = middle(sorted[at - 1], sorted[at]);
            } else if (count == 0 || edges[count - 1] < sorted[at]) {
                edges[count++] = sorted[at];
            }
        }
        return Arrays.copyOf(edges, count);
    }

    /** A value v with low &le; v &lt; high, in the middle where floats allow it. */
    private static float middle(float low, float high) {
        float middle = (float) (((double) low + high) / 2);
        return middle < high ? (middle == 0 ? 0f : middle) : low;
    }
}
