package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The normal rows among those to learn from, each once, in time: what anomaly models see. */
final class NormalRows {
    /** Most rows that are learnt from; more are thinned out evenly. */
    static final int MAX_ROWS = 200_000;

    private NormalRows() {}

    /**
     * Copies them, one after the other.
     *
     * @throws IllegalArgumentException if there is none
     */
    static float[] of(LabelledFlows flows, int[] rows) {
        int[] normal =
                IntStream.of(rows).filter(row -> flows.classIndex(row) == 0).toArray();
        if (normal.length == 0) {
            throw new IllegalArgumentException("the data has no normal rows to learn from");
        }
        int[] firsts = inTime(flows, distinct(DistinctRows.of(flows, normal)));
        int step = 1 + (firsts.length - 1) / MAX_ROWS;
        int count = (firsts.length + step - 1) / step;
        float[] values = new float[count * FlowFeatures.COUNT];
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < count; i++) {
            flows.copyRow(firsts[i * step], row);
            System.arraycopy(row, 0, values, i * FlowFeatures.COUNT, FlowFeatures.COUNT);
        }
        return values;
    }

    private static int[] distinct(DistinctRows distinct) {
        return IntStream.range(0, distinct.size()).map(distinct::first).toArray();
    }

    /** By time where all rows have one, else in the order of the file. */
    static int[] inTime(LabelledFlows flows, int[] rows) {
        if (Arrays.stream(rows).anyMatch(row -> Double.isNaN(flows.time(row)))) {
            return rows;
        }
        return Arrays.stream(rows)
                .boxed()
                .sorted((a, b) -> Double.compare(flows.time(a), flows.time(b)))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
