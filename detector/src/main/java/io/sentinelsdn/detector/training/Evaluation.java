package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.tree.RandomForest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a forest makes of labelled rows. A row raises an alarm when attack is likelier than normal: its score, one minus
 * the probability of normal, is above 0.5.
 *
 * @param all figures over all rows
 * @param distinct figures over rows that differ, see {@link DistinctRows}
 * @param typeAccuracy share of rows whose class, not only attack or normal, is right
 * @param confusion rows by actual class (order of {@link Labels#ALL}) and most likely class (order of the forest)
 * @param predictedClasses the forest's classes
 * @param rowsPerSecond rows scored a second by one thread
 */
public record Evaluation(
        Figures all,
        Figures distinct,
        double typeAccuracy,
        List<List<Long>> confusion,
        List<String> predictedClasses,
        double rowsPerSecond) {
    private static final float ALARM = 0.5f;
    private static final long TIMING_NS = 200_000_000;

    public Evaluation {
        confusion = confusion.stream().map(List::copyOf).toList();
        predictedClasses = List.copyOf(predictedClasses);
    }

    /** Judges all rows. */
    public static Evaluation of(RandomForest forest, LabelledFlows flows) {
        return of(forest, flows, IntStream.range(0, flows.size()).toArray());
    }

    /** Judges some rows. */
    static Evaluation of(RandomForest forest, LabelledFlows flows, int[] rows) {
        int classes = forest.classNames().size();
        int normal = forest.classIndex(Labels.NORMAL);
        boolean[] attack = new boolean[rows.length];
        boolean[] alarm = new boolean[rows.length];
        float[] score = new float[rows.length];
        long[][] confusion = new long[Labels.ALL.size()][classes];
        long right = 0;
        float[] row = new float[FlowFeatures.COUNT];
        float[] out = new float[classes];
        for (int i = 0; i < rows.length; i++) {
            flows.copyRow(rows[i], row);
            forest.score(row, out);
            int actual = flows.classIndex(rows[i]);
            int predicted = likeliest(out);
            attack[i] = actual != 0;
            score[i] = 1 - out[normal];
            alarm[i] = score[i] > ALARM;
            confusion[actual][predicted]++;
            right += Labels.ALL.get(actual).equals(forest.classNames().get(predicted)) ? 1 : 0;
        }
        return new Evaluation(
                Figures.of(attack, alarm, score),
                Figures.of(attack, alarm, score, distinctPositions(flows, rows)),
                (double) right / rows.length,
                Arrays.stream(confusion)
                        .map(counts -> Arrays.stream(counts).boxed().toList())
                        .toList(),
                forest.classNames(),
                rowsPerSecond(forest, flows, rows));
    }

    private static int[] distinctPositions(LabelledFlows flows, int[] rows) {
        DistinctRows distinct = DistinctRows.of(flows, rows);
        // rows ascend, so the position of a row is found by search
        return IntStream.range(0, distinct.size())
                .map(i -> Arrays.binarySearch(rows, distinct.first(i)))
                .toArray();
    }

    private static double rowsPerSecond(RandomForest forest, LabelledFlows flows, int[] rows) {
        float[] row = new float[FlowFeatures.COUNT];
        float[] out = new float[forest.classNames().size()];
        long scored = 0;
        long start = System.nanoTime();
        do {
            for (int index : rows) {
                flows.copyRow(index, row);
                forest.score(row, out);
            }
            scored += rows.length;
        } while (System.nanoTime() - start < TIMING_NS);
        return scored / ((System.nanoTime() - start) / 1e9);
    }

    private static int likeliest(float[] probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }
}
