package io.sentinelsdn.detector.registry;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.graph.GraphTrainer;
import io.sentinelsdn.detector.model.RowBatch;
import io.sentinelsdn.detector.training.FlowGenerator;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.ForestTrainer;
import io.sentinelsdn.detector.tree.LabelledRows;
import io.sentinelsdn.detector.tree.Progress;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/** Small models for tests. */
final class TestModels {
    private TestModels() {}

    static TrainedModel model(long seed) {
        FlowGenerator generator = new FlowGenerator(seed);
        float[] values = new float[500 * FlowFeatures.COUNT];
        int[] labels = new int[500];
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < 500; i++) {
            labels[i] = i % Labels.ALL.size();
            generator.fill(Labels.ALL.get(labels[i]), row);
            System.arraycopy(row, 0, values, i * row.length, row.length);
        }
        float[] weights = new float[500];
        Arrays.fill(weights, 1);
        LabelledRows rows = new LabelledRows(Labels.ALL, FlowFeatures.COUNT, values, labels, weights);
        return new TrainedModel(
                ForestTrainer.train(rows, new ForestConfig(5, 6, 2, 0, 0.5, 0, seed, 1), Progress.SILENT),
                new Provenance(
                        "generated",
                        "0".repeat(64),
                        500,
                        seed,
                        "test",
                        Instant.ofEpochSecond(1_700_000_000),
                        Map.of("trees", "5")),
                Map.of("f1", 0.5));
    }

    /** A graph network that has learnt next to nothing. */
    static TrainedModel graph() {
        FlowGenerator generator = new FlowGenerator(1);
        RowBatch pairs = new RowBatch() {
            @Override
            public int size() {
                return 20;
            }

            @Override
            public void copyRow(int index, float[] out) {
                generator.fill(Labels.NORMAL, out);
            }

            @Override
            public int source(int index) {
                return index;
            }

            @Override
            public int destination(int index) {
                return 20;
            }

            @Override
            public long window(int index) {
                return 0;
            }
        };
        boolean[] attack = new boolean[20];
        attack[7] = true;
        return new TrainedModel(
                GraphTrainer.train(
                        pairs, attack, FlowFeatures.COUNT, new GraphTrainer.Config(2, 1, 1e-3, 1), Progress.SILENT),
                model(1).provenance(),
                Map.of());
    }
}
