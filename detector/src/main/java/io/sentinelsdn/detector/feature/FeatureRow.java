package io.sentinelsdn.detector.feature;

/** A row of features that does not change any more, in the order of {@link FlowFeatures#NAMES}. */
public final class FeatureRow {
    private final float[] values;

    /** A copy of {@code values}. */
    public FeatureRow(float[] values) {
        this.values = values.clone();
    }

    public int size() {
        return values.length;
    }

    public float at(int feature) {
        return values[feature];
    }
}
