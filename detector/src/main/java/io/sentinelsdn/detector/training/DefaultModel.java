package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.registry.ForestModel;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.Provenance;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.ForestTrainer;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.detector.tree.RandomForest;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes the model that ships in the jar, from the earlier runs of AdDDoSDN without its adversarial phases and from
 * generated flows. See {@code docs/models.md} for why, and {@code scripts/train-default-model} to run it. The same data
 * gives the same file, bit for bit.
 */
public final class DefaultModel {
    private static final double TEST_SIZE = 0.2;
    private static final int GENERATED = 60_000;
    private static final long TRAIN_SEED = 1;
    private static final long TEST_SEED = 2;
    private static final ForestConfig FOREST = new ForestConfig(40, 12, 5, 0, 0, 0, 42, 2);
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String DATA = "AdDDoSDN cicflow_features, runs of 12 and 13 Sep 2025 (MIT, nqmn/adddosdn"
            + " 341164b85d77), earlier runs, without ad_ phases; and generated flows, see docs/models.md";

    private final ForestModel model;
    private final Baselines runBaselines;
    private final Baselines generatedBaselines;
    private final LabelledFlows laterRuns;
    private final LabelledFlows laterAdversarial;

    /** One threshold each, fitted to the same source that the rows to be judged by come from. */
    private record Baselines(Stump stump, Stump volume) {
        static Baselines of(LabelledFlows flows) {
            return new Baselines(Stump.best(flows, rows(flows)), Stump.volume(flows, rows(flows)));
        }
    }

    private DefaultModel(
            ForestModel model,
            Baselines runBaselines,
            Baselines generatedBaselines,
            LabelledFlows laterRuns,
            LabelledFlows laterAdversarial) {
        this.model = model;
        this.runBaselines = runBaselines;
        this.generatedBaselines = generatedBaselines;
        this.laterRuns = laterRuns;
        this.laterAdversarial = laterAdversarial;
    }

    /**
     * Trains, writes the model, and prints its figures as Markdown.
     *
     * @param arguments the AdDDoSDN file, the model file to write, and other labelled files to be judged by
     */
    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.println("usage: DefaultModel ADDDOSDN_CICFLOW.csv[.gz] OUT.model [OTHER.csv[.gz] …]");
            System.exit(2);
        }
        try {
            DefaultModel made = train(Path.of(arguments[0]));
            ModelFile.write(Path.of(arguments[1]), made.model);
            made.print(System.out, Path.of(arguments[0]), arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("train-default-model: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Trains from this AdDDoSDN file. */
    private static DefaultModel train(Path addosdn) {
        LabelledFlows all = FlowFile.read(addosdn, null, Progress.SILENT).flows();
        Split split = Split.of(all, TEST_SIZE);
        LabelledFlows earlierRuns = part(all, split.train(), false);
        LabelledFlows laterRuns = part(all, split.test(), false);
        LabelledFlows flows = learntFrom(all);
        RandomForest forest = grow(flows);
        Baselines runBaselines = Baselines.of(earlierRuns);
        Baselines generatedBaselines = Baselines.of(generated(TRAIN_SEED));
        Map<String, Double> metrics = new LinkedHashMap<>();
        put(metrics, "", Evaluation.of(forest, laterRuns).all());
        put(metrics, "distinct.", Evaluation.of(forest, laterRuns).distinct());
        put(metrics, "stump.", runBaselines.stump().judge(laterRuns, rows(laterRuns)));
        put(metrics, "volume.", runBaselines.volume().judge(laterRuns, rows(laterRuns)));
        put(metrics, "generated.", Evaluation.of(forest, generated(TEST_SEED)).all());
        Provenance provenance = new Provenance(DATA, fingerprint(flows), flows.size(), FOREST.seed(), "0.1.0", CREATED);
        return new DefaultModel(
                new ForestModel(forest, provenance, metrics),
                runBaselines,
                generatedBaselines,
                laterRuns,
                part(all, split.test(), true));
    }

    /** Earlier runs and generated flows. */
    static LabelledFlows learntFrom(LabelledFlows addosdn) {
        LabelledFlows flows = part(addosdn, Split.of(addosdn, TEST_SIZE).train(), false);
        generate(TRAIN_SEED, flows);
        return flows;
    }

    static RandomForest grow(LabelledFlows flows) {
        return ForestTrainer.train(Trainer.rows(flows, DistinctRows.of(flows, rows(flows))), FOREST, Progress.SILENT);
    }

    private static LabelledFlows generated(long seed) {
        LabelledFlows flows = new LabelledFlows();
        generate(seed, flows);
        return flows;
    }

    private static int[] rows(LabelledFlows flows) {
        return IntStream.range(0, flows.size()).toArray();
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

    /** Normal rows and either the plain floods or the adversarial phases. */
    private static LabelledFlows part(LabelledFlows from, int[] rows, boolean adversarial) {
        LabelledFlows part = new LabelledFlows();
        float[] row = new float[FlowFeatures.COUNT];
        for (int index : rows) {
            String label = from.labelTexts().get(from.label(index));
            if (from.classIndex(index) == 0 || label.startsWith("ad_") == adversarial) {
                from.copyRow(index, row);
                part.add(row, from.classIndex(index), label, null, Double.NaN);
            }
        }
        return part;
    }

    private void print(PrintStream out, Path addosdn, String[] arguments) {
        out.printf(
                Locale.ROOT,
                "%d rows learnt from, %d nodes, %d bytes, fingerprint %s%n%n",
                model.provenance().rows(),
                model.forest().nodeCount(),
                ModelFile.write(model).length,
                model.provenance().dataSha256());
        out.println(
                "| rows judged by | model | rows | accuracy | precision | recall | F1 | FPR | ROC-AUC | PR-AUC | MCC |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        print(out, addosdn.getFileName() + ", later runs, without ad_", laterRuns, runBaselines);
        print(out, addosdn.getFileName() + ", later runs, normal and ad_", laterAdversarial, runBaselines);
        print(out, "generated, another seed", generated(TEST_SEED), generatedBaselines);
        for (int i = 2; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            LabelledFlows flows = FlowFile.read(file, null, Progress.SILENT).flows();
            print(out, file.getFileName().toString(), flows, runBaselines);
        }
    }

    private void print(PrintStream out, String what, LabelledFlows flows, Baselines baselines) {
        Evaluation evaluation = Evaluation.of(model.forest(), flows);
        print(out, what, "forest", evaluation.all());
        print(out, "", "forest, distinct rows", evaluation.distinct());
        print(out, "", "stump " + baselines.stump(), baselines.stump().judge(flows, rows(flows)));
        print(out, "", "volume " + baselines.volume(), baselines.volume().judge(flows, rows(flows)));
    }

    private static void print(PrintStream out, String what, String model, Figures figures) {
        out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %.4f | %.4f | %.4f | %.4f | %.4f | %.4f | %.4f | %.4f |%n",
                what,
                model,
                figures.rows(),
                figures.accuracy(),
                figures.precision(),
                figures.recall(),
                figures.f1(),
                figures.fpr(),
                figures.rocAuc(),
                figures.prAuc(),
                figures.mcc());
    }

    private static void put(Map<String, Double> metrics, String prefix, Figures figures) {
        figures.byName().forEach((name, value) -> metrics.put(prefix + name, value));
    }

    /** SHA-256 over the rows and their classes. */
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
}
