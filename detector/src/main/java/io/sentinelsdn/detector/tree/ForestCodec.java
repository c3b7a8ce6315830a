package io.sentinelsdn.detector.tree;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A forest as bytes, big-endian.
 *
 * <pre>
 * int trees | int nodes | int root × trees
 * node × nodes: short feature (-1 leaf) | inner: float threshold, int left | unsigned short × classes
 * </pre>
 *
 * A probability has 16 bits (steps of 1/65535). The trainer rounds to the same steps, so that a forest read back
 * scores bit for bit as the one that was trained.
 */
public final class ForestCodec {
    private static final int MAX_TREES = 1000;
    private static final float STEPS = 65_535;

    private ForestCodec() {}

    public static byte[] write(RandomForest forest) {
        int classes = forest.classNames().size();
        ByteBuffer out = ByteBuffer.allocate(8 + forest.treeCount() * 4 + forest.nodeCount() * (10 + classes * 2));
        out.putInt(forest.treeCount());
        out.putInt(forest.nodeCount());
        for (int tree = 0; tree < forest.treeCount(); tree++) {
            out.putInt(forest.root(tree));
        }
        for (int node = 0; node < forest.nodeCount(); node++) {
            out.putShort((short) forest.feature(node));
            if (forest.feature(node) != RandomForest.LEAF) {
                out.putFloat(forest.threshold(node));
                out.putInt(forest.left(node));
            }
            for (int c = 0; c < classes; c++) {
                out.putShort((short) Math.round(forest.distribution(node, c) * STEPS));
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /**
     * Reads a forest.
     *
     * @throws IllegalArgumentException if the bytes are no forest of these features and classes
     */
    public static RandomForest read(byte[] bytes, int features, List<String> classNames) {
        try {
            return read(ByteBuffer.wrap(bytes), features, classNames);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the forest ends too early", e);
        }
    }

    private static RandomForest read(ByteBuffer in, int features, List<String> classNames) {
        int classes = classNames.size();
        int trees = between("trees", in.getInt(), 1, MAX_TREES);
        int nodes = between("nodes", in.getInt(), trees, in.capacity() / (2 + classes * 2));
        int[] roots = new int[trees];
        for (int tree = 0; tree < trees; tree++) {
            roots[tree] = in.getInt();
        }
        short[] feature = new short[nodes];
        float[] threshold = new float[nodes];
        int[] left = new int[nodes];
        float[] distribution = new float[nodes * classes];
        for (int node = 0; node < nodes; node++) {
            feature[node] = in.getShort();
            if (feature[node] != RandomForest.LEAF) {
                threshold[node] = in.getFloat();
                left[node] = in.getInt();
            }
            for (int c = 0; c < classes; c++) {
                distribution[node * classes + c] = (in.getShort() & 0xffff) / STEPS;
            }
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes too many after the forest");
        }
        return new RandomForest(classNames, features, roots, feature, threshold, left, distribution);
    }

    /** The nearest probability that can be kept. */
    static float round(float probability) {
        return Math.round(probability * STEPS) / STEPS;
    }

    private static int between(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(
                    "number of " + name + " must be between " + low + " and " + high + ": " + value);
        }
        return value;
    }
}
