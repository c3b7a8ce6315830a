package io.sentinelsdn.detector.registry;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained model with what one must know about it. Immutable.
 *
 * @param model the model, over {@link FlowFeatures}
 * @param provenance where it comes from
 * @param metrics its own figures by name, in the order of writing, for example {@code f1} or {@code stump.f1}
 */
public record TrainedModel(FlowModel model, Provenance provenance, Map<String, Double> metrics) {
    public TrainedModel {
        if (model.featureCount() != FlowFeatures.COUNT) {
            throw new IllegalArgumentException(
                    "model must have " + FlowFeatures.COUNT + " features: " + model.featureCount());
        }
        if (!model.classNames().isEmpty() && !model.classNames().contains(Labels.NORMAL)) {
            throw new IllegalArgumentException(
                    "model must know the class " + Labels.NORMAL + ": " + model.classNames());
        }
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    public ModelKind kind() {
        return model.kind();
    }
}
