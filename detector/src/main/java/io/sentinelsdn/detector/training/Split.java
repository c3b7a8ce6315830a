package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.input.LabelledFlows;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Rows to learn from and later rows to be judged by. Never random rows of one capture: neighbours in time are nearly
 * copies of each other. By run where the layout has runs, else by time; where the attacks follow one another in time, so
 * that a cut would leave some label without a row to learn from, by time within each label.
 */
public final class Split {
    private static final int FEW_ROWS = 10;

    private final int[] train;
    private final int[] test;
    private final String how;

    private Split(int[] train, int[] test, String how) {
        this.train = train;
        this.test = test;
        this.how = how;
    }

    /**
     * Cuts.
     *
     * @param testShare share of the rows (or runs) to be judged by, above 0 and below 1
     * @throws IllegalArgumentException if there are too few rows
     */
    public static Split of(LabelledFlows flows, double testShare) {
        if (!(testShare > 0 && testShare < 1)) {
            throw new IllegalArgumentException("test size must be above 0 and below 1: " + testShare);
        }
        Split split;
        if (flows.runCount() > 1) {
            split = byRun(flows, testShare);
        } else {
            boolean timed = IntStream.range(0, flows.size()).noneMatch(row -> Double.isNaN(flows.time(row)));
            split = timed ? byTime(flows, testShare) : byOrder(flows, testShare);
        }
        if (split.train.length == 0 || split.test.length == 0) {
            throw new IllegalArgumentException("too few rows to keep some of them back: " + flows.size());
        }
        return split;
    }

    /** Rows to learn from, ascending; not to be changed. */
    int[] train() {
        return train;
    }

    /** Rows to be judged by, ascending; not to be changed. */
    int[] test() {
        return test;
    }

    /** How it was cut, for people. */
    public String how() {
        return how;
    }

    private static Split byRun(LabelledFlows flows, double testShare) {
        double[] start = new double[flows.runCount()];
        Arrays.fill(start, Double.POSITIVE_INFINITY);
        for (int row = 0; row < flows.size(); row++) {
            double time = Double.isNaN(flows.time(row)) ? row : flows.time(row);
            start[flows.run(row)] = Math.min(start[flows.run(row)], time);
        }
        double[] sorted = start.clone();
        Arrays.sort(sorted);
        int learnt = Math.min(sorted.length - 1, (int) Math.max(1, Math.floor(sorted.length * (1 - testShare))));
        double cut = sorted[learnt];
        return cut(
                flows,
                row -> start[flows.run(row)],
                row -> cut,
                "by run: " + learnt + " earlier runs to learn from, " + (sorted.length - learnt)
                        + " later ones to be judged by");
    }

    private static Split byTime(LabelledFlows flows, double testShare) {
        double cut = quantile(flows, flows::time, -1, 1 - testShare);
        Split whole = cut(flows, flows::time, row -> cut, "by time: the latest rows are judged by");
        return whole.leavesNoLabelOut(flows)
                ? whole
                : withinLabels(
                        flows, flows::time, testShare, "by time within each label (the labels follow one another)");
    }

    private static Split byOrder(LabelledFlows flows, double testShare) {
        return withinLabels(flows, row -> row, testShare, "by order of the file within each label (there is no time)");
    }

    private static Split withinLabels(LabelledFlows flows, IntToDoubleFunction key, double testShare, String how) {
        double[] cuts = new double[flows.labelTexts().size()];
        for (int label = 0; label < cuts.length; label++) {
            cuts[label] = quantile(flows, key, label, 1 - testShare);
        }
        return cut(flows, key, row -> cuts[flows.label(row)], how);
    }

    /** Rows with a key below the limit are learnt from; equal keys never part. */
    private static Split cut(LabelledFlows flows, IntToDoubleFunction key, IntToDoubleFunction limit, String how) {
        int[] train = IntStream.range(0, flows.size())
                .filter(row -> key.applyAsDouble(row) < limit.applyAsDouble(row))
                .toArray();
        int[] test = IntStream.range(0, flows.size())
                .filter(row -> key.applyAsDouble(row) >= limit.applyAsDouble(row))
                .toArray();
        return new Split(train, test, how);
    }

    /** The key below which this share of the rows of a label (-1: of all rows) lies. */
    private static double quantile(LabelledFlows flows, IntToDoubleFunction key, int label, double share) {
        double[] keys = IntStream.range(0, flows.size())
                .filter(row -> label < 0 || flows.label(row) == label)
                .mapToDouble(key)
                .sorted()
                .toArray();
        int at = Math.min(keys.length - 1, (int) (keys.length * share));
        return keys[at] > keys[0] ? keys[at] : Math.nextUp(keys[at]);
    }

    private boolean leavesNoLabelOut(LabelledFlows flows) {
        int labels = flows.labelTexts().size();
        int[] learnt = new int[labels];
        int[] judged = new int[labels];
        for (int row : train) {
            learnt[flows.label(row)]++;
        }
        for (int row : test) {
            judged[flows.label(row)]++;
        }
        boolean normalJudged = false;
        boolean attackJudged = false;
        for (int row : test) {
            normalJudged |= flows.classIndex(row) == 0;
            attackJudged |= flows.classIndex(row) != 0;
        }
        return normalJudged
                && attackJudged
                && IntStream.range(0, labels).allMatch(i -> learnt[i] >= Math.min(FEW_ROWS, judged[i]));
    }
}
