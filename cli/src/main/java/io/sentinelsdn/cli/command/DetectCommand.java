package io.sentinelsdn.cli.command;

import io.sentinelsdn.cli.report.DetectionReport;
import io.sentinelsdn.cli.report.HtmlReport;
import io.sentinelsdn.cli.report.Tally;
import io.sentinelsdn.detector.input.FlowBatch;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.serve.Analyst;
import io.sentinelsdn.detector.serve.CaptureWindows;
import io.sentinelsdn.domain.model.FlowAnalysis;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel detect}: what a model finds in a file. */
@Command(
        name = "detect",
        description =
                "Look for attacks in a file: flows as CSV in a known layout, or a capture (pcap, pcapng); plain or"
                        + " gzip. The model judges flows; a capture is played to windows and thresholds, too, which"
                        + " name attacks by type and target.")
public final class DetectCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 10_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "Flows or capture.")
    private Path input;

    @Option(
            names = "--model",
            paramLabel = "ID|FILE",
            description = "A registered model or a model file (default: the active one).")
    private String model;

    @Option(
            names = "--explain",
            paramLabel = "HOW",
            defaultValue = "path",
            description =
                    "none, path (cheap) or shap (Shapley values, exact for trees, sampled for anomaly models); default:"
                            + " ${DEFAULT-VALUE}.")
    private String explain;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "So many of the surest attacks are shown (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as one HTML page, too.")
    private Path html;

    @Override
    public Integer call() {
        checkUsage();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ModelRegistry.Entry entry = ModelChoice.load(model, dataDir.models());
        CaptureWindows windows = new CaptureWindows(entry.model().model());
        FlowBatch batch;
        try (ProgressBar bar = new ProgressBar(err, ProgressBar.onTerminal())) {
            batch = FlowBatch.read(input, null, bar, windows.packets());
        }
        Tally tally = new Tally(batch, limit);
        new Analyst(entry.id(), entry.model(), "none").judge(batch, 0, verdict -> {
            tally.add(verdict);
            return false;
        });
        Set<Long> shown = new HashSet<>(tally.surest());
        FlowAnalysis analysis = windows.addTo(new Analyst(entry.id(), entry.model(), explain)
                .judge(batch, limit, verdict -> shown.contains(verdict.row())));
        DetectionReport report = new DetectionReport(input.toString(), analysis, tally);
        ModelReport.skipped(err, analysis.skipped(), analysis.reports());
        if (html != null) {
            write(HtmlReport.of(report));
        }
        if (json) {
            ModelReport.print(out, report.json());
        } else {
            report.print(out);
        }
        out.flush();
        return 0;
    }

    private void checkUsage() {
        if (!Analyst.METHODS.contains(explain)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--explain must be one of " + String.join(", ", Analyst.METHODS) + ": " + explain);
        }
        if (limit < 0 || limit > MOST_SHOWN) {
            throw new ParameterException(
                    spec.commandLine(), "--limit must be between 0 and " + MOST_SHOWN + ": " + limit);
        }
    }

    private void write(String page) {
        try {
            Files.writeString(html, page);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write " + html + ": " + e.getMessage(), e);
        }
    }
}
