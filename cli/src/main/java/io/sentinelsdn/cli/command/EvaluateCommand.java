package io.sentinelsdn.cli.command;

import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.training.Evaluation;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel evaluate}: what a model makes of labelled flows it has not seen. */
@Command(name = "evaluate", description = "Judge a model on labelled flows (CSV, plain or gzip) it has not seen.")
public final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Option(
            names = "--model",
            paramLabel = "ID|FILE",
            defaultValue = ModelRegistry.DEFAULT_ID,
            description = "A registered model or a model file (default: ${DEFAULT-VALUE}, the one that comes along).")
    private String model;

    @Mixin
    private LabelledDataOptions labelled;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        TrainedModel judged = ModelChoice.load(model, dataDir.models()).model();
        FlowFile file;
        try (ProgressBar bar = new ProgressBar(err, ProgressBar.onTerminal())) {
            file = FlowFile.read(labelled.data, labelled.labelColumn, bar);
        }
        Evaluation evaluation = Evaluation.of(judged.model(), file.flows());
        ModelReport.skipped(err, file.skipped(), file.reports());
        if (labelled.json) {
            Map<String, Object> object = new LinkedHashMap<>(ModelReport.json(evaluation));
            object.put("skipped_rows", file.skipped());
            object.put("layout", file.layout());
            object.put("model", model);
            ModelReport.print(out, object);
        } else {
            print(out, judged, file, evaluation);
        }
        out.flush();
        return 0;
    }

    private void print(PrintWriter out, TrainedModel judged, FlowFile file, Evaluation evaluation) {
        out.println("model        " + model + ", learnt from "
                + judged.provenance().rows() + " rows of " + judged.provenance().data());
        out.println(
                "data         " + file.layout() + ", " + file.flows().size() + " rows, " + file.skipped() + " skipped");
        out.println();
        ModelReport.header(out);
        ModelReport.line(out, "all rows", evaluation.all());
        ModelReport.line(out, "distinct rows", evaluation.distinct());
        out.println();
        ModelReport.confusion(out, evaluation);
        out.println();
        ModelReport.times(out, evaluation);
        out.println("scored       " + Math.round(evaluation.rowsPerSecond()) + " rows/s on one thread");
    }
}
