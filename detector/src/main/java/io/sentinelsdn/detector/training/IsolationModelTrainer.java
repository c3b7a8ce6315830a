package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.tree.IsolationConfig;
import io.sentinelsdn.detector.tree.IsolationTrainer;
import io.sentinelsdn.detector.tree.Progress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Learns isolation forests from normal rows. */
final class IsolationModelTrainer implements ModelTrainer {
    private final IsolationConfig config;

    IsolationModelTrainer(IsolationConfig config) {
        this.config = config;
    }

    @Override
    public ModelKind kind() {
        return ModelKind.ISOLATION_FOREST;
    }

    @Override
    public Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("trees", Integer.toString(config.trees()));
        configuration.put("sample", Integer.toString(config.sample()));
        configuration.put("pairs", Double.toString(config.pairs()));
        configuration.put("held_out", Double.toString(config.heldOut()));
        configuration.put("false_alarms", Double.toString(config.falseAlarms()));
        return configuration;
    }

    @Override
    public boolean learnsAttacks() {
        return false;
    }

    @Override
    public FlowModel train(LabelledFlows flows, int[] rows, long seed, int threads, Progress progress) {
        return IsolationTrainer.train(NormalRows.of(flows, rows), FlowFeatures.COUNT, config.withSeed(seed), progress);
    }
}
