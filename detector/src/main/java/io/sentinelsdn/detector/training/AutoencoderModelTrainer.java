package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.deep.AutoencoderConfig;
import io.sentinelsdn.detector.deep.AutoencoderTrainer;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.tree.Progress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Learns autoencoders from normal rows, in DL4J. */
final class AutoencoderModelTrainer implements ModelTrainer {
    private final AutoencoderConfig config;

    AutoencoderModelTrainer(AutoencoderConfig config) {
        this.config = config;
    }

    @Override
    public ModelKind kind() {
        return ModelKind.AUTOENCODER;
    }

    @Override
    public Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("layers", config.outer() + "-" + config.code() + "-" + config.outer());
        configuration.put("steps", Integer.toString(config.steps()));
        configuration.put("batch", Integer.toString(config.batch()));
        configuration.put("learning_rate", Double.toString(config.learningRate()));
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
        return AutoencoderTrainer.train(
                NormalRows.of(flows, rows), FlowFeatures.COUNT, config.withSeed(seed), progress);
    }
}
