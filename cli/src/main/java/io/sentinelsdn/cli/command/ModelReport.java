package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.training.Evaluation;
import io.sentinelsdn.detector.training.Figures;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of a model as a table for people and as JSON. */
final class ModelReport {
    private static final List<String> SHOWN =
            List.of("accuracy", "precision", "recall", "f1", "fpr", "roc_auc", "pr_auc", "mcc");

    private ModelReport() {}

    static void header(PrintWriter out) {
        out.printf(Locale.ROOT, "%-36s %9s", "", "rows");
        SHOWN.forEach(name -> out.printf(Locale.ROOT, " %9s", name));
        out.println();
    }

    static void line(PrintWriter out, String what, Figures figures) {
        out.printf(Locale.ROOT, "%-36s %9d", what, figures.rows());
        Map<String, Double> byName = figures.byName();
        for (String name : SHOWN) {
            double value = byName.get(name);
            out.printf(Locale.ROOT, " %9s", Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value));
        }
        out.println();
    }

    static void confusion(PrintWriter out, Evaluation evaluation) {
        out.printf(Locale.ROOT, "%-36s", "confusion (actual \\ judged as)");
        evaluation.predictedClasses().forEach(name -> out.printf(Locale.ROOT, " %12s", name));
        out.println();
        for (int actual = 0; actual < Labels.ALL.size(); actual++) {
            List<Long> counts = evaluation.confusion().get(actual);
            if (counts.stream().anyMatch(count -> count > 0)) {
                out.printf(Locale.ROOT, "%-36s", Labels.ALL.get(actual));
                counts.forEach(count -> out.printf(Locale.ROOT, " %12d", count));
                out.println();
            }
        }
    }

    /** What an operator would have lived through, where the data has times. */
    static void times(PrintWriter out, Evaluation evaluation) {
        evaluation
                .times()
                .ifPresent(times -> out.printf(
                        Locale.ROOT,
                        "alarms       %.2f false alarms an hour in %.1f hours; %d of %d attacks found, after %s s%n",
                        times.falseAlarmsPerHour(),
                        times.hours(),
                        times.found(),
                        times.attacks(),
                        Double.isNaN(times.secondsToDetect())
                                ? "-"
                                : String.format(Locale.ROOT, "%.2f", times.secondsToDetect())));
    }

    /** Figures by their names on the wire; what cannot be computed is null. */
    static Map<String, Object> json(Figures figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        figures.byName().forEach((name, value) -> json.put(name, Double.isNaN(value) ? null : value));
        json.put("rows", figures.rows());
        return json;
    }

    /** The figures over all rows at the top, everything else beside them. */
    static Map<String, Object> json(Evaluation evaluation) {
        Map<String, Object> json = json(evaluation.all());
        json.put("rows_per_second", (double) Math.round(evaluation.rowsPerSecond()));
        json.put("type_accuracy", evaluation.typeAccuracy());
        evaluation
                .times()
                .ifPresent(times ->
                        times.byName().forEach((name, value) -> json.put(name, Double.isNaN(value) ? null : value)));
        json.put("distinct", json(evaluation.distinct()));
        Map<String, Object> confusion = new LinkedHashMap<>();
        confusion.put("actual", Labels.ALL);
        confusion.put("predicted", evaluation.predictedClasses());
        confusion.put("counts", evaluation.confusion());
        json.put("confusion_matrix", confusion);
        return json;
    }

    static void print(PrintWriter out, Map<String, Object> json) {
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError("maps of plain values can always be written", e);
        }
    }

    static void skipped(PrintWriter err, long skipped, List<String> reports) {
        if (skipped > 0) {
            err.println(skipped + " rows were skipped; the first " + reports.size() + ":");
            reports.forEach(report -> err.println("  " + report));
        }
    }
}
