package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a model makes of labelled rows. A row raises an alarm when its score is above {@link FlowScorer#ALARM}.
 *
 * @param all figures over all rows
 * @param distinct figures over rows that differ, see {@link DistinctRows}
 * @param typeAccuracy share of rows whose class, not only attack or normal, is right
 * @param confusion rows by actual class (order of {@link Labels#ALL}) and most likely class (order of the model)
 * @param predictedClasses the model's classes; normal and anything else where it knows none
 * @param times what an operator would have lived through, where all rows have a time
 * @param rowsPerSecond rows scored a second by one thread
 */
public record Evaluation(
        Figures all,
        Figures distinct,
        double typeAccuracy,
        List<List<Long>> confusion,
        List<String> predictedClasses,
        Optional<TimeFigures> times,
        double rowsPerSecond) {
    private static final List<String> ODD_OR_NOT = List.of(Labels.NORMAL, "unknown_anomaly");
    private static final long TIMING_NS = 200_000_000;

    public Evaluation {
        confusion = confusion.stream().map(List::copyOf).toList();
        predictedClasses = List.copyOf(predictedClasses);
    }

    /** Judges all rows. */
    public static Evaluation of(FlowModel model, LabelledFlows flows) {
        return of(model, flows, IntStream.range(0, flows.size()).toArray());
    }

    /** Judges some rows. */
    static Evaluation of(FlowModel model, LabelledFlows flows, int[] rows) {
        List<String> classes = model.classNames().isEmpty() ? ODD_OR_NOT : model.classNames();
        FlowBatch batch = new FlowBatch(flows, rows);
        FlowScorer scorer = model.newScorer(batch);
        boolean[] attack = new boolean[rows.length];
        boolean[] alarm = new boolean[rows.length];
        float[] score = new float[rows.length];
        long[][] confusion = new long[Labels.ALL.size()][classes.size()];
        long right = 0;
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < rows.length; i++) {
            score[i] = (float) scorer.score(batch, i, row);
            int actual = flows.classIndex(rows[i]);
            attack[i] = actual != 0;
            alarm[i] = score[i] > FlowScorer.ALARM;
            int predicted = scorer.likeliestClass() >= 0 ? scorer.likeliestClass() : alarm[i] ? 1 : 0;
            confusion[actual][predicted]++;
            right += Labels.ALL.get(actual).equals(classes.get(predicted)) ? 1 : 0;
        }
        return new Evaluation(
                Figures.of(attack, alarm, score),
                Figures.of(attack, alarm, score, distinctPositions(flows, rows)),
                (double) right / rows.length,
                Arrays.stream(confusion)
                        .map(counts -> Arrays.stream(counts).boxed().toList())
                        .toList(),
                classes,
                TimeFigures.of(flows, rows, alarm),
                rowsPerSecond(scorer, flows, rows));
    }

    private static int[] distinctPositions(LabelledFlows flows, int[] rows) {
        DistinctRows distinct = DistinctRows.of(flows, rows);
        // rows ascend, so the position of a row is found by search
        return IntStream.range(0, distinct.size())
                .map(i -> Arrays.binarySearch(rows, distinct.first(i)))
                .toArray();
    }

    private static double rowsPerSecond(FlowScorer scorer, LabelledFlows flows, int[] rows) {
        float[] row = new float[FlowFeatures.COUNT];
        long scored = 0;
        long start = System.nanoTime();
        do {
            for (int index : rows) {
                flows.copyRow(index, row);
                scorer.score(row);
            }
            scored += rows.length;
        } while (System.nanoTime() - start < TIMING_NS);
        return scored / ((System.nanoTime() - start) / 1e9);
    }
}
