package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import java.util.Arrays;

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
        int[] table = new int[Integer.highestOneBit(Math.max(1, rows.length)) * 4]; // position in firsts + 1
        int[] firsts = new int[rows.length];
        int[] counts = new int[rows.length];
        int size = 0;
        float[] row = new float[FlowFeatures.COUNT];
        float[] other = new float[FlowFeatures.COUNT];
        for (int index : rows) {
            flows.copyRow(index, row);
            int slot = spread(31 * Arrays.hashCode(row) + flows.classIndex(index)) & (table.length - 1);
            while (table[slot] != 0 && !same(flows, firsts[table[slot] - 1], other, index, row)) {
                slot = (slot + 1) & (table.length - 1);
            }
            if (table[slot] == 0) {
                firsts[size] = index;
                table[slot] = ++size;
            }
            counts[table[slot] - 1]++;
        }
        return new DistinctRows(Arrays.copyOf(firsts, size), Arrays.copyOf(counts, size));
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

    private static boolean same(LabelledFlows flows, int first, float[] other, int index, float[] row) {
        flows.copyRow(first, other);
        return flows.classIndex(first) == flows.classIndex(index) && Arrays.equals(other, row);
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }
}
