package io.sentinelsdn.cli.command;

import io.sentinelsdn.cli.Main;
import io.sentinelsdn.detector.ensemble.Adaptation;
import io.sentinelsdn.detector.input.FeedbackRows;
import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.serve.AdaptedModel;
import io.sentinelsdn.detector.track.FeedbackFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel adapt}: fits a model to this network with few labelled flows of it. */
@Command(
        name = "adapt",
        description = {
            "Fit a model to this network with few labelled flows of it, or with what people said about detections; the",
            "result is a new model. At least 5 normal and 5 attack rows."
        })
public final class AdaptCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            description = "Column of the label in --data (default: the layout's own).")
    private String labelColumn;

    @Option(names = "--json", description = "Print the figures as one JSON object.")
    private boolean json;

    @Option(
            names = "--model",
            paramLabel = "ID|FILE",
            description = "A registered model or a model file (default: the active one).")
    private String model;

    @Option(
            names = "--random-state",
            paramLabel = "SEED",
            defaultValue = "42",
            description = "Seed: the same seed, model and data give the same model (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the model there instead of registering it.")
    private Path out;

    @Option(
            names = "--activate",
            description = "Make it the active one; a 'sentinel run' that is up needs 'sentinel models activate'.")
    private boolean activate;

    /** Where the rows come from: one of the two. */
    private static final class Source {
        @Option(names = "--data", required = true, paramLabel = "FILE", description = "Labelled flows.")
        private Path data;

        @Option(
                names = "--feedback",
                required = true,
                description =
                        "What people said about detections: feedback.csv (and feedback.csv.1) in the data folder; of words about the same detection the last one counts.")
        private boolean feedback;
    }

    @Override
    public Integer call() {
        PrintWriter print = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ModelRegistry.Entry entry = ModelChoice.load(model, dataDir.models());
        FlowFile file = read(err);
        ModelReport.skipped(err, file.skipped(), file.reports());
        AdaptedModel adapted = AdaptedModel.of(
                entry, file, data(), seed, Main.version(), Clock.systemUTC().instant());
        Adaptation.Result result = adapted.result();
        String kept = keep(adapted.model());
        if (json) {
            ModelReport.print(print, figures(entry, result, kept));
        } else {
            print(print, entry, file, result, kept);
        }
        print.flush();
        return 0;
    }

    private FlowFile read(PrintWriter err) {
        if (source.feedback) {
            if (labelColumn != null) {
                throw new ParameterException(
                        spec.commandLine(), "--label-column goes with --data, not with --feedback");
            }
            return FeedbackRows.read(data());
        }
        try (ProgressBar bar = new ProgressBar(err, ProgressBar.onTerminal())) {
            return FlowFile.read(source.data, labelColumn, bar);
        }
    }

    private Path data() {
        return source.feedback ? new FeedbackFile(dataDir.dataDir()).path() : source.data;
    }

    private String keep(TrainedModel adapted) {
        if (out != null) {
            ModelFile.write(out, adapted);
            return out.toString();
        }
        ModelRegistry registry = new ModelRegistry(dataDir.models());
        String id = registry.add(adapted);
        if (activate) {
            registry.activate(id);
        }
        return id;
    }

    private static void print(
            PrintWriter out, ModelRegistry.Entry entry, FlowFile file, Adaptation.Result result, String kept) {
        out.println(
                "data         " + file.layout() + ", " + result.rows() + " rows used, " + file.skipped() + " skipped");
        out.println("adapted      " + entry.id() + " (" + entry.model().kind() + ")");
        out.printf(
                Locale.ROOT,
                "mcc          %.4f before, %.4f after, on these rows%n",
                result.mccBefore(),
                result.mccAfter());
        out.println("model        " + kept);
    }

    private static Map<String, Object> figures(ModelRegistry.Entry entry, Adaptation.Result result, String kept) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", kept);
        json.put("kind", result.model().kind().toString());
        json.put("adapted_from", entry.id());
        json.put("rows", result.rows());
        json.put("mcc_before", Double.isNaN(result.mccBefore()) ? null : result.mccBefore());
        json.put("mcc_after", Double.isNaN(result.mccAfter()) ? null : result.mccAfter());
        return json;
    }
}
