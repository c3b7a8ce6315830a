package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.graph.GraphTrainer;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.tree.Progress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Learns graph networks from windows of flows whose layout names the hosts. */
final class GraphModelTrainer implements ModelTrainer {
    private final GraphTrainer.Config config;

    GraphModelTrainer(GraphTrainer.Config config) {
        this.config = config;
    }

    @Override
    public ModelKind kind() {
        return ModelKind.GNN;
    }

    @Override
    public Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("hidden", Integer.toString(config.hidden()));
        configuration.put("steps", Integer.toString(config.steps()));
        configuration.put("learning_rate", Double.toString(config.learningRate()));
        return configuration;
    }

    @Override
    public boolean learnsAttacks() {
        return true;
    }

    @Override
    public FlowModel train(LabelledFlows flows, int[] rows, long seed, int threads, Progress progress) {
        boolean[] attack = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            attack[i] = flows.classIndex(rows[i]) != 0;
        }
        return GraphTrainer.train(
                new FlowBatch(flows, rows), attack, FlowFeatures.COUNT, config.withSeed(seed), progress);
    }
}
