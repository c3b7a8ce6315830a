package io.sentinelsdn.detector.feature;

import java.util.ArrayList;
import java.util.List;

/** A row of features that does not change any more, in the order of {@link FlowFeatures#NAMES}. */
public final class FeatureRow {
    private final float[] values;

    /** A copy of {@code values}. */
    public FeatureRow(float[] values) {
        this.values = values.clone();
    }

    /** The values as they are kept with a decision. */
    public List<Double> widened() {
        List<Double> all = new ArrayList<>(values.length);
        for (float value : values) {
            all.add((double) value);
        }
        return all;
    }

    /** A copy for scorers. */
    public float[] copy() {
        return values.clone();
    }

    public int size() {
        return values.length;
    }

    public float at(int feature) {
        return values[feature];
    }
}
