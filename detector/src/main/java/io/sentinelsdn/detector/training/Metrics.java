package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that a model is known to be worth, as flat names and numbers that stay with it. */
record Metrics(
        Evaluation evaluation, Figures stump, Figures volume, List<LeftOut> leftOut, Map<String, Figures> others) {
    /** By name, for example {@code f1}, {@code stump.f1}, {@code left_out.syn_flood.recall}, {@code other.a.csv.mcc}. */
    Map<String, Double> byName() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("test_rows", (double) evaluation.all().rows());
        put(metrics, "", evaluation.all());
        metrics.put("type_accuracy", evaluation.typeAccuracy());
        evaluation.times().ifPresent(times -> metrics.putAll(times.byName()));
        metrics.put("distinct.rows", (double) evaluation.distinct().rows());
        put(metrics, "distinct.", evaluation.distinct());
        put(metrics, "stump.", stump);
        put(metrics, "volume.", volume);
        for (LeftOut left : leftOut) {
            metrics.put("left_out." + left.attack() + ".rows", (double) left.rows());
            metrics.put("left_out." + left.attack() + ".recall", left.recall());
        }
        others.forEach((name, figures) -> put(metrics, "other." + name + ".", figures));
        confusion(metrics);
        return metrics;
    }

    private void confusion(Map<String, Double> metrics) {
        for (int actual = 0; actual < Labels.ALL.size(); actual++) {
            List<Long> counts = evaluation.confusion().get(actual);
            for (int judged = 0; judged < counts.size(); judged++) {
                if (counts.get(judged) > 0) {
                    String name = Labels.ALL.get(actual) + "."
                            + evaluation.predictedClasses().get(judged);
                    metrics.put("confusion." + name, (double) counts.get(judged));
                }
            }
        }
    }

    private static void put(Map<String, Double> metrics, String prefix, Figures figures) {
        figures.byName().forEach((name, value) -> metrics.put(prefix + name, value));
    }
}
