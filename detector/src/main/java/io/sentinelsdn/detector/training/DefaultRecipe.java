package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.ForestTrainer;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.detector.tree.RandomForest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What the model in the jar learns from and is judged by: AdDDoSDN's runs, earlier and later, and generated flows of two
 * seeds. It works on live traffic, so it learns from nothing that the live flow table does not know.
 */
final class DefaultRecipe {
    static final ForestConfig FOREST = new ForestConfig(40, 12, 5, 8, 0, 0, 42, 2);

    private static final double TEST_SIZE = 0.2;
    private static final int GENERATED = 60_000;
    private static final long TRAIN_SEED = 1;
    private static final long TEST_SEED = 2;

    private final LabelledFlows addosdn;
    private final Split split;

    /** Takes AdDDoSDN's flows of all runs. */
    DefaultRecipe(LabelledFlows addosdn) {
        this.addosdn = addosdn;
        split = Split.of(addosdn, TEST_SIZE);
    }

    /** Normal rows and plain floods of the earlier runs. */
    LabelledFlows earlierRuns() {
        return part(split.train(), false);
    }

    /** Normal rows and plain floods of the later runs. */
    LabelledFlows laterRuns() {
        return part(split.test(), false);
    }

    /** Normal rows and adversarial phases of the later runs. */
    LabelledFlows laterAdversarial() {
        return part(split.test(), true);
    }

    /** Earlier runs and generated flows. */
    LabelledFlows learntFrom() {
        LabelledFlows flows = earlierRuns();
        generate(TRAIN_SEED, flows);
        return flows;
    }

    /** The generated part of what is learnt from. */
    static LabelledFlows generated() {
        LabelledFlows flows = new LabelledFlows();
        generate(TRAIN_SEED, flows);
        return flows;
    }

    /** Generated flows that are not learnt from. */
    static LabelledFlows otherGenerated() {
        LabelledFlows flows = new LabelledFlows();
        generate(TEST_SEED, flows);
        return flows;
    }

    static RandomForest grow(LabelledFlows flows) {
        return ForestTrainer.train(Trainer.rows(flows, DistinctRows.of(flows, rows(flows))), FOREST, Progress.SILENT);
    }

    static int[] rows(LabelledFlows flows) {
        return IntStream.range(0, flows.size()).toArray();
    }

    /** The rows whose class is wanted, in order. */
    static LabelledFlows only(LabelledFlows flows, IntPredicate wantedClass) {
        LabelledFlows part = new LabelledFlows();
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < flows.size(); i++) {
            if (wantedClass.test(flows.classIndex(i))) {
                flows.copyRow(i, row);
                part.add(row, flows.classIndex(i), flows.labelTexts().get(flows.label(i)), null, Double.NaN);
            }
        }
        return part;
    }

    /** SHA-256 over the rows and their classes, hexadecimal. */
    static String fingerprint(LabelledFlows flows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = ByteBuffer.allocate(FlowFeatures.COUNT * Float.BYTES + 1);
            float[] row = new float[FlowFeatures.COUNT];
            for (int i = 0; i < flows.size(); i++) {
                flows.copyRow(i, row);
                bytes.clear();
                for (float value : row) {
                    bytes.putFloat(value);
                }
                bytes.put((byte) flows.classIndex(i));
                digest.update(bytes.array());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private LabelledFlows part(int[] rows, boolean adversarial) {
        LabelledFlows part = new LabelledFlows();
        float[] row = new float[FlowFeatures.COUNT];
        for (int index : rows) {
            String label = addosdn.labelTexts().get(addosdn.label(index));
            if (addosdn.classIndex(index) == 0 || label.startsWith("ad_") == adversarial) {
                addosdn.copyRow(index, row);
                FlowFeatures.maskToLive(row);
                part.add(row, addosdn.classIndex(index), label, null, Double.NaN);
            }
        }
        return part;
    }

    /** Half normal, the other half floods in equal parts. */
    private static void generate(long seed, LabelledFlows out) {
        FlowGenerator generator = new FlowGenerator(seed);
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < GENERATED; i++) {
            int classIndex = i % 2 == 0 ? 0 : 1 + i / 2 % (Labels.ALL.size() - 1);
            generator.fill(Labels.ALL.get(classIndex), row);
            out.add(row, classIndex, Labels.ALL.get(classIndex), null, Double.NaN);
        }
    }
}
