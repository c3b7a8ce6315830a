package io.sentinelsdn.detector;

import io.sentinelsdn.detector.deep.AutoencoderConfig;
import io.sentinelsdn.detector.ensemble.HybridTrainer;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.graph.GraphTrainer;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.RowBatch;
import io.sentinelsdn.detector.training.FlowGenerator;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.IsolationConfig;
import io.sentinelsdn.detector.tree.LabelledRows;
import io.sentinelsdn.detector.tree.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Models that know generated traffic, as a live flow table would show it. */
final class LiveModels {
    private LiveModels() {}

    /** A hybrid with all its members; needs DL4J's native library for the autoencoder and does without where it is not. */
    static FlowModel hybrid() {
        FlowGenerator generator = new FlowGenerator(3);
        LabelledRows earlier = rows(generator, 4000);
        LabelledRows later = rows(generator, 2000);
        float[] normal = new float[2000 * FlowFeatures.COUNT];
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < 2000; i++) {
            generator.fill(Labels.NORMAL, row);
            FlowFeatures.maskToLive(row);
            System.arraycopy(row, 0, normal, i * FlowFeatures.COUNT, FlowFeatures.COUNT);
        }
        HybridTrainer.Config config = new HybridTrainer.Config(
                ForestConfig.DEFAULT.withShape(20, 10, 2),
                new IsolationConfig(24, 256, 0.5, 0.2, 0.01, 42),
                new AutoencoderConfig(16, 6, 200, 512, 3e-3, 0.2, 0.01, 42));
        return HybridTrainer.train(earlier, later, rows(generator, 6000), normal, config, Progress.SILENT);
    }

    private static LabelledRows rows(FlowGenerator generator, int count) {
        float[] values = new float[count * FlowFeatures.COUNT];
        int[] labels = new int[count];
        float[] weights = new float[count];
        Arrays.fill(weights, 1);
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2 == 0 ? 0 : 1 + i / 2 % (Labels.ALL.size() - 1);
            generator.fill(Labels.ALL.get(labels[i]), row);
            FlowFeatures.maskToLive(row);
            System.arraycopy(row, 0, values, i * FlowFeatures.COUNT, FlowFeatures.COUNT);
        }
        return new LabelledRows(Labels.ALL, FlowFeatures.COUNT, values, labels, weights);
    }

    /** A graph network that knows busy pairs of hosts, and hosts that a hundred strangers talk to all at once. */
    static FlowModel graph() {
        Crowds crowds = new Crowds();
        boolean[] attack = new boolean[crowds.size()];
        for (int i = 0; i < attack.length; i++) {
            attack[i] = crowds.attack.get(i);
        }
        return GraphTrainer.train(
                crowds, attack, FlowFeatures.COUNT, new GraphTrainer.Config(12, 300, 1e-2, 1), Progress.SILENT);
    }

    /** Windows whose flows are all harmless by themselves. */
    private static final class Crowds implements RowBatch {
        private static final int WINDOWS = 40;

        private final List<float[]> rows = new ArrayList<>();
        private final List<int[]> places = new ArrayList<>();
        private final List<Boolean> attack = new ArrayList<>();
        private final FlowGenerator generator = new FlowGenerator(8);

        Crowds() {
            SplittableRandom random = new SplittableRandom(5);
            for (int window = 0; window < WINDOWS; window++) {
                for (int i = 0; i < 40; i++) {
                    add(window, random.nextInt(10), random.nextInt(10), false);
                }
                int busy = random.nextInt(20, 400);
                for (int i = 0; i < busy; i++) {
                    add(window, random.nextInt(2), 4, false);
                }
                int strangers = window % 2 == 0 ? random.nextInt(60, 200) : 0;
                for (int i = 0; i < strangers; i++) {
                    add(window, 100 + i, 4, true);
                }
            }
        }

        private void add(int window, int from, int to, boolean bad) {
            float[] row = new float[FlowFeatures.COUNT];
            generator.fill(Labels.NORMAL, row);
            FlowFeatures.maskToLive(row);
            rows.add(row);
            places.add(new int[] {window, from, to});
            attack.add(bad);
        }

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public void copyRow(int index, float[] out) {
            System.arraycopy(rows.get(index), 0, out, 0, FlowFeatures.COUNT);
        }

        @Override
        public int source(int index) {
            return places.get(index)[1];
        }

        @Override
        public int destination(int index) {
            return places.get(index)[2];
        }

        @Override
        public long window(int index) {
            return places.get(index)[0];
        }
    }
}
