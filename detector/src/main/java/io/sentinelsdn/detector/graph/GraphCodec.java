package io.sentinelsdn.detector.graph;

import io.sentinelsdn.detector.feature.Scaling;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelCodec;
import io.sentinelsdn.detector.model.ModelKind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A graph network as bytes, big-endian.
 *
 * <pre>
 * short hidden | (float mean, float deviation) × features | double parameter × n, in the order of GraphNet
 * </pre>
 */
public final class GraphCodec implements ModelCodec {
    @Override
    public ModelKind kind() {
        return ModelKind.GNN;
    }

    @Override
    public byte[] write(FlowModel model) {
        GraphModel graph = (GraphModel) model;
        ByteBuffer out = ByteBuffer.allocate(2 + 8 * graph.featureCount() + 8 * graph.parameters.length);
        out.putShort((short) graph.hidden);
        for (int f = 0; f < graph.featureCount(); f++) {
            out.putFloat(graph.scaling.mean(f)).putFloat(graph.scaling.deviation(f));
        }
        for (double parameter : graph.parameters) {
            out.putDouble(parameter);
        }
        return out.array();
    }

    @Override
    public FlowModel read(byte[] bytes, int features, List<String> classNames) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int hidden = in.getShort();
            if (hidden < 1 || hidden > GraphModel.MAX_HIDDEN) {
                throw new IllegalArgumentException(
                        "hidden must be between 1 and " + GraphModel.MAX_HIDDEN + ": " + hidden);
            }
            float[] mean = new float[features];
            float[] deviation = new float[features];
            for (int f = 0; f < features; f++) {
                mean[f] = in.getFloat();
                deviation[f] = in.getFloat();
            }
            double[] parameters = new double[GraphNet.parameterCount(features, hidden)];
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] = in.getDouble();
                if (!Double.isFinite(parameters[i])) {
                    throw new IllegalArgumentException("a parameter is not finite: " + parameters[i]);
                }
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many after the graph network");
            }
            return new GraphModel(new Scaling(mean, deviation), hidden, parameters);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the graph network ends too early", e);
        }
    }
}
