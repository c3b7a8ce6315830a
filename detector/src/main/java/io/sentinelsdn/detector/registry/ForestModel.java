package io.sentinelsdn.detector.registry;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.tree.RandomForest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained forest with what one must know about it. Immutable.
 *
 * @param forest the forest, over {@link FlowFeatures}
 * @param provenance where it comes from
 * @param metrics its own figures by name, in the order of writing, for example {@code f1} or {@code stump.f1}
 */
public record ForestModel(RandomForest forest, Provenance provenance, Map<String, Double> metrics) {
    /** Kind of model, as in {@code sentinel train --model}. */
    public static final String KIND = "random_forest";

    public ForestModel {
        if (forest.featureCount() != FlowFeatures.COUNT) {
            throw new IllegalArgumentException(
                    "forest must have " + FlowFeatures.COUNT + " features: " + forest.featureCount());
        }
        if (forest.classIndex(Labels.NORMAL) < 0) {
            throw new IllegalArgumentException(
                    "forest must know the class " + Labels.NORMAL + ": " + forest.classNames());
        }
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
