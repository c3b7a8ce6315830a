package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.ensemble.HybridTrainer;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.tree.LabelledRows;
import io.sentinelsdn.detector.tree.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Learns hybrids: members from the earlier rows, their weights from the later ones. */
final class HybridModelTrainer implements ModelTrainer {
    private static final double LATER = 0.2;

    private final HybridTrainer.Config config;

    HybridModelTrainer(HybridTrainer.Config config) {
        this.config = config;
    }

    @Override
    public ModelKind kind() {
        return ModelKind.HYBRID;
    }

    @Override
    public Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>(config.forest().byName());
        new IsolationModelTrainer(config.isolation())
                .configuration()
                .forEach((name, value) -> configuration.put("isolation." + name, value));
        new AutoencoderModelTrainer(config.autoencoder())
                .configuration()
                .forEach((name, value) -> configuration.put("autoencoder." + name, value));
        configuration.put("weights_from_later", Double.toString(LATER));
        return configuration;
    }

    @Override
    public boolean learnsAttacks() {
        return true;
    }

    @Override
    public FlowModel train(LabelledFlows flows, int[] rows, long seed, int threads, Progress progress) {
        LabelledFlows part = flows.part(rows);
        Split split = Split.of(part, LATER);
        LabelledRows all = Trainer.rows(
                part, DistinctRows.of(part, IntStream.range(0, rows.length).toArray()));
        HybridTrainer.Config seeded = new HybridTrainer.Config(
                config.forest().withSeed(seed).withThreads(threads),
                config.isolation().withSeed(seed),
                config.autoencoder().withSeed(seed));
        return HybridTrainer.train(
                Trainer.rows(part, DistinctRows.of(part, split.train())),
                Trainer.rows(part, DistinctRows.of(part, split.test())),
                all,
                NormalRows.of(part, split.train()),
                seeded,
                progress);
    }
}
