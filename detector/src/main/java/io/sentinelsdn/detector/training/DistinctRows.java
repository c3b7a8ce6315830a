package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Rows that differ in features or class, each with how often it occurs. Captures repeat themselves (a flow listed once
 * a port, a tool that sends the same packet for hours), and a model must not learn by heart what is merely frequent.
 */
final class DistinctRows {
    private final int[] firsts;
    private final int[] counts;

    private DistinctRows(int[] firsts, int[] counts) {
        this.firsts = firsts;
        this.counts = counts;
    }

    /**
     * Finds them.
     *
     * @param rows indices into the flows
     */
    static DistinctRows of(LabelledFlows flows, int[] rows) {
        int[] ones = new int[rows.length];
        Arrays.fill(ones, 1);
        Groups groups = Groups.of(flows, rows, ones, flows::classIndex);
        return new DistinctRows(groups.firsts, groups.counts);
    }

    /** How rows are put together. */
    private static final class Groups {
        private final int[] of;
        private final int[] firsts;
        private final int[] counts;

        private Groups(int[] of, int[] firsts, int[] counts) {
            this.of = of;
            this.firsts = firsts;
            this.counts = counts;
        }

        /** Puts rows together that are equal in features and key; {@code times} is how often each row counts. */
        static Groups of(LabelledFlows flows, int[] rows, int[] times, IntUnaryOperator key) {
            int[] table = new int[Integer.highestOneBit(Math.max(1, rows.length)) * 4]; // position in firsts + 1
            int[] group = new int[rows.length];
            int[] firsts = new int[rows.length];
            int[] counts = new int[rows.length];
            int size = 0;
            float[] row = new float[FlowFeatures.COUNT];
            float[] other = new float[FlowFeatures.COUNT];
            for (int i = 0; i < rows.length; i++) {
                flows.copyRow(rows[i], row);
                int ofRow = key.applyAsInt(rows[i]);
                int slot = spread(31 * Arrays.hashCode(row) + ofRow) & (table.length - 1);
                while (table[slot] != 0) {
                    int first = firsts[table[slot] - 1];
                    flows.copyRow(first, other);
                    if (key.applyAsInt(first) == ofRow && Arrays.equals(other, row)) {
                        break;
                    }
                    slot = (slot + 1) & (table.length - 1);
                }
                if (table[slot] == 0) {
                    firsts[size] = rows[i];
                    table[slot] = ++size;
                }
                group[i] = table[slot] - 1;
                counts[group[i]] += times[i];
            }
            return new Groups(group, Arrays.copyOf(firsts, size), Arrays.copyOf(counts, size));
        }
    }

    /**
     * Weights to learn with. What occurs n times weighs the square root of n, and so do all attacks together that look
     * alike: else a vector seen in four attacks and as often in peace would count as an attack.
     */
    float[] weights(LabelledFlows flows) {
        Groups sides = Groups.of(flows, firsts, counts, row -> Math.min(1, flows.classIndex(row)));
        float[] weights = new float[firsts.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (counts[i] / Math.sqrt(sides.counts[sides.of[i]]));
        }
        return weights;
    }

    int size() {
        return firsts.length;
    }

    /** Index of a row in the flows. */
    int first(int i) {
        return firsts[i];
    }

    int count(int i) {
        return counts[i];
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }
}
