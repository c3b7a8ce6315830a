package io.sentinelsdn.detector.tree;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelCodec;
import io.sentinelsdn.detector.model.ModelKind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An isolation forest as bytes, big-endian.
 *
 * <pre>
 * double threshold | float median × features | int trees | int nodes | int root × trees
 * node × nodes: short first (-1 leaf) | int size | inner: short second, float weight × 2, float threshold, int left
 * </pre>
 */
public final class IsolationCodec implements ModelCodec {
    private static final int MAX_TREES = 1000;
    private static final int LEAF_BYTES = 6;
    private static final int INNER_BYTES = 24;

    @Override
    public ModelKind kind() {
        return ModelKind.ISOLATION_FOREST;
    }

    @Override
    public byte[] write(FlowModel model) {
        IsolationForest forest = (IsolationForest) model;
        int nodes = forest.first.length;
        ByteBuffer out =
                ByteBuffer.allocate(16 + 4 * (forest.median.length + forest.roots.length) + nodes * INNER_BYTES);
        out.putDouble(forest.threshold());
        for (float median : forest.median) {
            out.putFloat(median);
        }
        out.putInt(forest.roots.length).putInt(nodes);
        for (int root : forest.roots) {
            out.putInt(root);
        }
        for (int node = 0; node < nodes; node++) {
            out.putShort(forest.first[node]).putInt(forest.size[node]);
            if (forest.first[node] != IsolationForest.LEAF) {
                out.putShort(forest.second[node])
                        .putFloat(forest.firstWeight[node])
                        .putFloat(forest.secondWeight[node])
                        .putFloat(forest.threshold[node])
                        .putInt(forest.left[node]);
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    @Override
    public FlowModel read(byte[] bytes, int features, List<String> classNames) {
        try {
            return read(ByteBuffer.wrap(bytes), features);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the isolation forest ends too early", e);
        }
    }

    private static IsolationForest read(ByteBuffer in, int features) {
        double limit = in.getDouble();
        float[] median = new float[features];
        for (int f = 0; f < features; f++) {
            median[f] = in.getFloat();
        }
        int[] roots = new int[between("trees", in.getInt(), MAX_TREES)];
        int nodes = between("nodes", in.getInt(), in.capacity() / LEAF_BYTES);
        for (int tree = 0; tree < roots.length; tree++) {
            roots[tree] = in.getInt();
        }
        short[] first = new short[nodes];
        short[] second = new short[nodes];
        float[] firstWeight = new float[nodes];
        float[] secondWeight = new float[nodes];
        float[] threshold = new float[nodes];
        int[] left = new int[nodes];
        int[] size = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            first[node] = in.getShort();
            size[node] = in.getInt();
            if (first[node] != IsolationForest.LEAF) {
                second[node] = in.getShort();
                firstWeight[node] = in.getFloat();
                secondWeight[node] = in.getFloat();
                threshold[node] = in.getFloat();
                left[node] = in.getInt();
            }
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes too many after the isolation forest");
        }
        return new IsolationForest(
                roots, first, second, firstWeight, secondWeight, threshold, left, size, median, limit);
    }

    private static int between(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("number of " + name + " must be between 1 and " + most + ": " + value);
        }
        return value;
    }
}
