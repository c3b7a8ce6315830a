package io.sentinelsdn.detector.tree;

import java.util.Arrays;

/** Nodes of an isolation forest while it grows. Owned by one thread. */
final class IsolationNodes {
    short[] first = new short[1024];
    short[] second = new short[1024];
    float[] firstWeight = new float[1024];
    float[] secondWeight = new float[1024];
    float[] threshold = new float[1024];
    int[] left = new int[1024];
    int[] size = new int[1024];
    private int count;

    /** Adds a leaf. */
    int add() {
        if (count == first.length) {
            int capacity = count * 2;
            first = Arrays.copyOf(first, capacity);
            second = Arrays.copyOf(second, capacity);
            firstWeight = Arrays.copyOf(firstWeight, capacity);
            secondWeight = Arrays.copyOf(secondWeight, capacity);
            threshold = Arrays.copyOf(threshold, capacity);
            left = Arrays.copyOf(left, capacity);
            size = Arrays.copyOf(size, capacity);
        }
        first[count] = IsolationForest.LEAF;
        return count++;
    }

    IsolationForest forest(int[] roots, float[] median, double anomalyLimit) {
        return new IsolationForest(
                roots,
                Arrays.copyOf(first, count),
                Arrays.copyOf(second, count),
                Arrays.copyOf(firstWeight, count),
                Arrays.copyOf(secondWeight, count),
                Arrays.copyOf(threshold, count),
                Arrays.copyOf(left, count),
                Arrays.copyOf(size, count),
                median,
                anomalyLimit);
    }
}
