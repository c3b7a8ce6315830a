package io.sentinelsdn.detector.tree;

import java.util.Arrays;

/** The nodes of one tree while it grows. Owned by the growing thread. */
final class NodeArrays {
    final int classes;
    short[] feature = new short[64];
    float[] threshold = new float[64];
    int[] left = new int[64];
    float[] distribution;
    int size;

    NodeArrays(int classes) {
        this.classes = classes;
        distribution = new float[64 * classes];
    }

    /** Adds a leaf and returns its index. */
    int add() {
        if (size == feature.length) {
            feature = Arrays.copyOf(feature, size * 2);
            threshold = Arrays.copyOf(threshold, size * 2);
            left = Arrays.copyOf(left, size * 2);
            distribution = Arrays.copyOf(distribution, size * 2 * classes);
        }
        feature[size] = RandomForest.LEAF;
        return size++;
    }
}
