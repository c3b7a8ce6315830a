package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.ForestTrainer;
import io.sentinelsdn.detector.tree.Progress;
import java.util.Map;

/** Grows random forests from distinct rows. */
public final class ForestModelTrainer implements ModelTrainer {
    private final ForestConfig config;

    /** Grows with this configuration; its seed and threads are replaced. */
    public ForestModelTrainer(ForestConfig config) {
        this.config = config;
    }

    @Override
    public ModelKind kind() {
        return ModelKind.RANDOM_FOREST;
    }

    @Override
    public Map<String, String> configuration() {
        return config.byName();
    }

    @Override
    public boolean learnsAttacks() {
        return true;
    }

    @Override
    public FlowModel train(LabelledFlows flows, int[] rows, long seed, int threads, Progress progress) {
        return ForestTrainer.train(
                Trainer.rows(flows, DistinctRows.of(flows, rows)),
                config.withSeed(seed).withThreads(threads),
                progress);
    }
}
