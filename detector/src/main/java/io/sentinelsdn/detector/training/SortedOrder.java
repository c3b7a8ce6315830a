package io.sentinelsdn.detector.training;

import java.util.Arrays;

/** Indices of values in ascending order, without boxing. */
final class SortedOrder {
    private SortedOrder() {}

    /**
     * Sorts indices; equal values stay in the order of their indices.
     *
     * @param values no {@code NaN}
     */
    static int[] ascending(float[] values) {
        long[] keys = new long[values.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ((long) sortable(values[i] + 0f) << 32) | i; // + 0f makes -0 to 0
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    /** Bits of a float whose order as an integer is the order of the floats. */
    private static int sortable(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }
}
