package io.sentinelsdn.cli.command;

import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.training.Trainer;
import io.sentinelsdn.detector.tree.ForestConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel train}: learns a model from labelled flows, judges it on later ones, and keeps it. */
@Command(
        name = "train",
        description = "Train a model from labelled flows (CSV, plain or gzip) and show what it is worth.")
public final class TrainCommand implements Callable<Integer> {
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final String KIND = "random_forest";

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Option(
            names = "--model",
            paramLabel = "KIND",
            defaultValue = KIND,
            description = "Kind of model; available now: random_forest (the default).")
    private String kind;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "Labelled flows.")
    private Path data;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            description = "Column of the label (default: the layout's own).")
    private String labelColumn;

    @Option(
            names = "--test-size",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Share kept back to judge by: the latest runs or times (default: ${DEFAULT-VALUE}).")
    private double testSize;

    @Option(
            names = "--random-state",
            paramLabel = "SEED",
            defaultValue = "42",
            description = "Seed: the same seed and data give the same model (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the model there instead of registering it.")
    private Path out;

    @Option(names = "--json", description = "Print the figures as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        checkUsage();
        PrintWriter print = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Instant now = Clock.systemUTC().instant();
        Trainer.Result result;
        try (ProgressBar bar = new ProgressBar(err, ProgressBar.onTerminal())) {
            ForestConfig forest = ForestConfig.DEFAULT.withSeed(seed);
            result = Trainer.train(new Trainer.Job(data, labelColumn, testSize, forest, codeVersion(), now), bar);
        }
        ModelReport.skipped(err, result.file().skipped(), result.file().reports());
        String kept = keep(result.model(), now);
        if (json) {
            ModelReport.print(print, json(result, kept));
        } else {
            print(print, result, kept);
        }
        print.flush();
        return 0;
    }

    private void checkUsage() {
        if (!kind.equals(KIND)) {
            throw new ParameterException(
                    spec.commandLine(), "--model " + kind + " is not available; available now: " + KIND);
        }
        if (!(testSize > 0 && testSize < 1)) {
            throw new ParameterException(spec.commandLine(), "--test-size must be above 0 and below 1: " + testSize);
        }
    }

    private String keep(TrainedModel model, Instant now) {
        if (out != null) {
            ModelFile.write(out, model);
            return out.toString();
        }
        ModelRegistry registry = new ModelRegistry(dataDir.models());
        String id = kind + "-" + ID_TIME.format(now);
        for (int i = 2; registry.ids().contains(id); i++) {
            id = kind + "-" + ID_TIME.format(now) + "-" + i;
        }
        registry.save(id, model);
        return id;
    }

    private static void print(PrintWriter out, Trainer.Result result, String kept) {
        out.println("data         " + result.file().layout() + ", "
                + result.file().flows().size() + " rows, " + result.file().skipped() + " skipped, sha256 "
                + result.file().sha256().substring(0, 16));
        out.println("split        " + result.split().how());
        out.println("learnt from  " + result.trainRows() + " rows, " + result.trainDistinct() + " distinct");
        out.println();
        ModelReport.header(out);
        ModelReport.line(out, "random forest", result.forest().all());
        ModelReport.line(out, "random forest, distinct rows", result.forest().distinct());
        ModelReport.line(out, "stump " + result.stump(), result.stumpFigures());
        ModelReport.line(out, "volume " + result.volume(), result.volumeFigures());
        out.println();
        ModelReport.confusion(out, result.forest());
        out.println();
        out.println("model        " + kept);
    }

    private Map<String, Object> json(Trainer.Result result, String kept) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", kept);
        json.put("kind", kind);
        json.put("layout", result.file().layout());
        json.put("data_sha256", result.file().sha256());
        json.put("data_rows", result.file().flows().size());
        json.put("skipped_rows", result.file().skipped());
        json.put("split", result.split().how());
        json.put("train_rows", result.trainRows());
        json.put("train_distinct_rows", result.trainDistinct());
        json.put("random_state", seed);
        json.putAll(ModelReport.json(result.forest()));
        json.put("stump", baseline(result.stump().toString(), ModelReport.json(result.stumpFigures())));
        json.put("volume", baseline(result.volume().toString(), ModelReport.json(result.volumeFigures())));
        return json;
    }

    private static Map<String, Object> baseline(String rule, Map<String, Object> figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", rule);
        json.putAll(figures);
        return json;
    }

    private static String codeVersion() {
        String version = TrainCommand.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
