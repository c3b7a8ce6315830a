package io.sentinelsdn.detector.tree;

import java.util.List;

/** Rows to learn from, in flat arrays. Nobody writes to the arrays once they are here; any thread may read. */
public final class LabelledRows {
    private final List<String> classNames;
    private final int features;
    private final float[] values;
    private final int[] labels;
    private final float[] weights;

    /**
     * Takes the arrays over without copying.
     *
     * @param classNames the classes, at least two; a label is an index into them
     * @param features values in a row
     * @param values all rows, one after the other
     * @param labels class of each row
     * @param weights weight of each row, &gt; 0
     * @throws IllegalArgumentException if lengths disagree, a label is no class, or there is no row
     */
    public LabelledRows(List<String> classNames, int features, float[] values, int[] labels, float[] weights) {
        if (labels.length == 0) {
            throw new IllegalArgumentException("no rows to learn from");
        }
        if (values.length != (long) labels.length * features || weights.length != labels.length) {
            throw new IllegalArgumentException("values, labels and weights disagree: " + values.length + " values, "
                    + labels.length + " labels, " + weights.length + " weights, " + features + " features");
        }
        for (int label : labels) {
            if (label < 0 || label >= classNames.size()) {
                throw new IllegalArgumentException("label must be below " + classNames.size() + ": " + label);
            }
        }
        this.classNames = List.copyOf(classNames);
        this.features = features;
        this.values = values;
        this.labels = labels;
        this.weights = weights;
    }

    public int size() {
        return labels.length;
    }

    public int features() {
        return features;
    }

    public List<String> classNames() {
        return classNames;
    }

    public float value(int row, int feature) {
        return values[row * features + feature];
    }

    public int label(int row) {
        return labels[row];
    }

    public float weight(int row) {
        return weights[row];
    }

    /** Copies a row into {@code out}. */
    public void copyRow(int row, float[] out) {
        System.arraycopy(values, row * features, out, 0, features);
    }
}
