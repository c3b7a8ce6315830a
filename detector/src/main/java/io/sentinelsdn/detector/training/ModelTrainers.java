package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.deep.AutoencoderConfig;
import io.sentinelsdn.detector.ensemble.HybridTrainer;
import io.sentinelsdn.detector.graph.GraphTrainer;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.IsolationConfig;
import java.util.List;

/** The kinds of model that can be trained. A new kind is added here. */
public final class ModelTrainers {
    private static final List<ModelTrainer> ALL = List.of(
            new ForestModelTrainer(ForestConfig.DEFAULT),
            new IsolationModelTrainer(IsolationConfig.DEFAULT),
            new AutoencoderModelTrainer(AutoencoderConfig.DEFAULT),
            new HybridModelTrainer(HybridTrainer.Config.DEFAULT),
            new GraphModelTrainer(GraphTrainer.Config.DEFAULT));

    private ModelTrainers() {}

    /** Names of the kinds that can be trained. */
    public static List<String> kinds() {
        return ALL.stream().map(ModelTrainer::kind).map(ModelKind::toString).toList();
    }

    /**
     * What trains a kind.
     *
     * @throws IllegalArgumentException if there is nothing; names what can be trained
     */
    public static ModelTrainer of(String kind) {
        return ALL.stream()
                .filter(trainer -> trainer.kind().toString().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "kind of model must be one of " + String.join(", ", kinds()) + ": " + kind));
    }
}
