package io.sentinelsdn.cli.command;

import io.sentinelsdn.detector.registry.Provenance;
import io.sentinelsdn.detector.training.Baselines;
import io.sentinelsdn.detector.training.LeftOut;
import io.sentinelsdn.detector.training.Trainer;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a training gave, as a table for people and as JSON.
 *
 * @param kept id or file of the model
 */
record TrainingReport(Trainer.Result result, String kept) {
    void print(PrintWriter out) {
        Baselines baselines = result.baselines();
        out.println("data         " + result.file().layout() + ", "
                + result.file().flows().size() + " rows, " + result.file().skipped() + " skipped, sha256 "
                + result.file().sha256().substring(0, 16));
        out.println("split        " + result.split().how());
        out.printf(
                Locale.ROOT,
                "learnt from  %d rows, %d distinct, in %.1f s; the kept model, in the same way, from all rows%n%n",
                result.trainRows(),
                result.trainDistinct(),
                result.trainSeconds());
        String kind = result.model().kind().toString().replace('_', ' ');
        ModelReport.header(out);
        ModelReport.line(out, kind, result.evaluation().all());
        ModelReport.line(out, kind + ", distinct rows", result.evaluation().distinct());
        ModelReport.line(out, "stump " + baselines.stump(), result.stumpFigures());
        ModelReport.line(out, "volume " + baselines.volume(), result.volumeFigures());
        result.others().forEach((name, figures) -> ModelReport.line(out, name, figures));
        out.println();
        ModelReport.confusion(out, result.evaluation());
        out.println();
        ModelReport.times(out, result.evaluation());
        for (LeftOut left : result.leftOut()) {
            out.printf(
                    Locale.ROOT,
                    "left out     %s: %.4f of %d rows found by a model that has not learnt it%n",
                    left.attack(),
                    left.recall(),
                    left.rows());
        }
        out.println("model        " + kept);
    }

    Map<String, Object> json() {
        Provenance provenance = result.model().provenance();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", kept);
        json.put("kind", result.model().kind().toString());
        json.put("layout", result.file().layout());
        json.put("data_sha256", result.file().sha256());
        json.put("data_rows", result.file().flows().size());
        json.put("skipped_rows", result.file().skipped());
        json.put("split", result.split().how());
        json.put("train_rows", result.trainRows());
        json.put("train_distinct_rows", result.trainDistinct());
        json.put("train_seconds", result.trainSeconds());
        json.put("random_state", provenance.seed());
        json.put("configuration", provenance.configuration());
        json.putAll(ModelReport.json(result.evaluation()));
        json.put("stump", baseline(result.baselines().stump().toString(), ModelReport.json(result.stumpFigures())));
        json.put("volume", baseline(result.baselines().volume().toString(), ModelReport.json(result.volumeFigures())));
        Map<String, Object> leftOut = new LinkedHashMap<>();
        result.leftOut()
                .forEach(left -> leftOut.put(left.attack(), Map.of("rows", left.rows(), "recall", left.recall())));
        json.put("left_out", leftOut);
        Map<String, Object> others = new LinkedHashMap<>();
        result.others().forEach((name, figures) -> others.put(name, ModelReport.json(figures)));
        json.put("other", others);
        return json;
    }

    private static Map<String, Object> baseline(String rule, Map<String, Object> figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", rule);
        json.putAll(figures);
        return json;
    }
}
