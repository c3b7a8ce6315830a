package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.ForestTrainer;
import io.sentinelsdn.detector.tree.LabelledRows;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.detector.tree.RandomForest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Our half of {@code scripts/compare-sklearn}: grows a forest on one thread, judges and times it, and leaves the same
 * rows for the other half as 32-bit floats, little-endian: rows to learn from (features, class, weight), then rows to be
 * judged by (features, class, 1).
 */
public final class ForestComparison {
    private static final double TEST_SIZE = 0.2;
    private static final int ROUNDS = 7;
    private static final int EXTRA = 2;

    private ForestComparison() {}

    /**
     * Prints one line of {@code name=value}.
     *
     * @param arguments labelled flows, and the file to leave the rows in
     */
    public static void main(String[] arguments) {
        LabelledFlows flows =
                FlowFile.read(Path.of(arguments[0]), null, Progress.SILENT).flows();
        Split split = Split.of(flows, TEST_SIZE);
        LabelledRows rows = Trainer.rows(flows, DistinctRows.of(flows, split.train()));
        ForestConfig config = ForestConfig.DEFAULT.withThreads(1);
        RandomForest forest = ForestTrainer.train(rows, config, Progress.SILENT);
        double trainSeconds = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS / 2; round++) {
            long start = System.nanoTime();
            ForestTrainer.train(rows, config, Progress.SILENT);
            trainSeconds = Math.min(trainSeconds, (System.nanoTime() - start) / 1e9);
        }
        leave(Path.of(arguments[1]), flows, split, rows);
        Figures figures = Evaluation.of(forest, flows, split.test()).all();
        double batch = batch(forest, flows, split.test());
        System.out.printf(
                Locale.ROOT,
                "features=%d learn=%d judge=%d trees=%d depth=%d leaf=%d f1=%.4f fpr=%.4f auc=%.4f train=%.2f batch=%.0f%n",
                FlowFeatures.COUNT,
                rows.size(),
                split.test().length,
                config.trees(),
                config.depth(),
                config.minLeaf(),
                figures.f1(),
                figures.fpr(),
                figures.rocAuc(),
                trainSeconds,
                batch);
    }

    /** Rows a second, the best of some rounds; rows lie one after the other as the other half has them. */
    private static double batch(RandomForest forest, LabelledFlows flows, int[] test) {
        float[][] rows = new float[test.length][FlowFeatures.COUNT];
        for (int i = 0; i < test.length; i++) {
            flows.copyRow(test[i], rows[i]);
        }
        float[] out = new float[forest.classNames().size()];
        float[] scores = new float[test.length];
        int normal = Labels.ALL.indexOf(Labels.NORMAL);
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < rows.length; i++) {
                forest.score(rows[i], out);
                scores[i] = 1 - out[normal];
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return test.length / (best / 1e9);
    }

    private static void leave(Path file, LabelledFlows flows, Split split, LabelledRows rows) {
        int[] test = split.test();
        ByteBuffer bytes = ByteBuffer.allocate(
                        Math.multiplyExact(rows.size() + test.length, (FlowFeatures.COUNT + EXTRA) * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows.size(); i++) {
            for (int feature = 0; feature < FlowFeatures.COUNT; feature++) {
                bytes.putFloat(rows.value(i, feature));
            }
            bytes.putFloat(rows.label(i)).putFloat(rows.weight(i));
        }
        float[] row = new float[FlowFeatures.COUNT];
        for (int index : test) {
            flows.copyRow(index, row);
            for (float value : row) {
                bytes.putFloat(value);
            }
            bytes.putFloat(flows.classIndex(index)).putFloat(1);
        }
        try {
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
