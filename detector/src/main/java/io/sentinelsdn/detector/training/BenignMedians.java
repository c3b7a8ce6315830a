package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.explain.VerdictExplainer;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** What is usual: the median of each feature over benign rows, so that an explanation can say it beside what was seen. */
final class BenignMedians {
    private BenignMedians() {}

    /** By names of metrics; features that no benign row knows are left out. */
    static Map<String, Double> of(LabelledFlows flows, int[] rows) {
        int[] benign =
                IntStream.of(rows).filter(row -> flows.classIndex(row) == 0).toArray();
        Map<String, Double> medians = new LinkedHashMap<>();
        float[] row = new float[FlowFeatures.COUNT];
        float[][] values = new float[FlowFeatures.COUNT][benign.length];
        int[] known = new int[FlowFeatures.COUNT];
        for (int index : benign) {
            flows.copyRow(index, row);
            for (int f = 0; f < row.length; f++) {
                if (!Float.isNaN(row[f])) {
                    values[f][known[f]++] = row[f];
                }
            }
        }
        for (int f = 0; f < row.length; f++) {
            if (known[f] > 0) {
                Arrays.sort(values[f], 0, known[f]);
                medians.put(VerdictExplainer.BENIGN + FlowFeatures.NAMES.get(f), (double) values[f][known[f] / 2]);
            }
        }
        return medians;
    }
}
