package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.RowBatch;

/**
 * How many of the rows that were seen together look alike: same protocol, and sizes and rates in both directions within
 * a third (steps of 0.3 in their logarithms). A flood is a machine that repeats itself. Read-only once built; any thread.
 */
final class Likeness {
    private static final double STEP = 0.3;
    private static final int LOG_STEPS_BITS = 7;

    private final long[] keys;
    private final int[] counts;
    private final int mask;
    private final int size;

    Likeness(RowBatch batch) {
        size = batch.size();
        mask = Integer.highestOneBit(Math.max(8, size)) * 4 - 1;
        keys = new long[mask + 1];
        counts = new int[mask + 1];
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < size; i++) {
            batch.copyRow(i, row);
            int slot = slot(signature(row));
            counts[slot]++;
        }
    }

    /** Share of the rows that look like this one, itself included, in (0, 1]. */
    double share(float[] row) {
        long signature = signature(row);
        int slot = spread(signature) & mask;
        while (counts[slot] != 0 && keys[slot] != signature) {
            slot = (slot + 1) & mask;
        }
        return (double) Math.max(1, counts[slot]) / Math.max(1, size);
    }

    private int slot(long signature) {
        int slot = spread(signature) & mask;
        while (counts[slot] != 0 && keys[slot] != signature) {
            slot = (slot + 1) & mask;
        }
        keys[slot] = signature;
        return slot;
    }

    static long signature(float[] row) {
        long protocol = known(row[FlowFeatures.IS_TCP])
                + 2 * known(row[FlowFeatures.IS_UDP])
                + 3 * known(row[FlowFeatures.IS_ICMP]);
        long signature = protocol;
        signature = (signature << LOG_STEPS_BITS) | steps(Math.log1p(row[FlowFeatures.MEAN_SIZE]));
        signature = (signature << LOG_STEPS_BITS) | steps(Math.log1p(row[FlowFeatures.REVERSE_MEAN_SIZE]));
        signature = (signature << LOG_STEPS_BITS) | steps(row[FlowFeatures.LOG_PPS]);
        return (signature << LOG_STEPS_BITS) | steps(row[FlowFeatures.LOG_REVERSE_PPS]);
    }

    private static long known(float flag) {
        return flag > 0 ? 1 : 0;
    }

    private static long steps(double logarithm) {
        return Double.isNaN(logarithm) ? 0 : Math.max(0, Math.min(127, Math.round(logarithm / STEP)));
    }

    private static int spread(long signature) {
        long mixed = signature * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}
