package io.sentinelsdn.cli.command;

import io.sentinelsdn.cli.Main;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.training.ModelTrainers;
import io.sentinelsdn.detector.training.Trainer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
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
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Mixin
    private LabelledDataOptions labelled;

    @Option(
            names = "--model",
            paramLabel = "KIND",
            defaultValue = "random_forest",
            completionCandidates = Kinds.class,
            description = "Kind of model: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private String kind;

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

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to learn with (default: one a core, 2 at most); does not change the model.")
    private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());

    @Option(
            names = "--no-leave-out",
            description =
                    "Do not train once more for each attack to see whether it is found without having been learnt.")
    private boolean noLeaveOut;

    @Option(
            names = "--also",
            paramLabel = "FILE",
            description = "Another labelled file to judge the model by; may be repeated.")
    private List<Path> others = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the model there instead of registering it.")
    private Path out;

    /** The kinds for help and completion. */
    static final class Kinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ModelTrainers.kinds().iterator();
        }
    }

    @Override
    public Integer call() {
        Trainer.Job job = job();
        PrintWriter print = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Trainer.Result result;
        try (ProgressBar bar = new ProgressBar(err, ProgressBar.onTerminal())) {
            result = Trainer.train(job, (stage, fraction) -> bar.report(fraction));
        }
        ModelReport.skipped(err, result.file().skipped(), result.file().reports());
        String kept = keep(result.model());
        TrainingReport report = new TrainingReport(result, kept);
        if (labelled.json) {
            ModelReport.print(print, report.json());
        } else {
            report.print(print);
        }
        print.flush();
        return 0;
    }

    private Trainer.Job job() {
        if (!ModelTrainers.kinds().contains(kind)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--model must be one of " + String.join(", ", ModelTrainers.kinds()) + ": " + kind);
        }
        if (!(testSize > 0 && testSize < 1)) {
            throw new ParameterException(spec.commandLine(), "--test-size must be above 0 and below 1: " + testSize);
        }
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads must be at least 1: " + threads);
        }
        return new Trainer.Job(
                ModelTrainers.of(kind),
                labelled.data,
                labelled.labelColumn,
                testSize,
                seed,
                threads,
                !noLeaveOut,
                others,
                Main.version(),
                Clock.systemUTC().instant());
    }

    private String keep(TrainedModel model) {
        if (out != null) {
            ModelFile.write(out, model);
            return out.toString();
        }
        return new ModelRegistry(dataDir.models()).add(model);
    }
}
