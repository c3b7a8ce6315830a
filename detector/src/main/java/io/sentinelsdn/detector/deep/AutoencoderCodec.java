package io.sentinelsdn.detector.deep;

import io.sentinelsdn.detector.feature.Scaling;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelCodec;
import io.sentinelsdn.detector.model.ModelKind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An autoencoder as bytes, big-endian: plain numbers, never DL4J's own format.
 *
 * <pre>
 * float threshold | (float mean, float deviation) × features
 * short layers | per layer: short width, float bias × width, float weight × (inputs × width)
 * </pre>
 */
public final class AutoencoderCodec implements ModelCodec {
    private static final int MAX_LAYERS = 16;

    @Override
    public ModelKind kind() {
        return ModelKind.AUTOENCODER;
    }

    @Override
    public byte[] write(FlowModel model) {
        Autoencoder autoencoder = (Autoencoder) model;
        int size = 6 + 8 * autoencoder.featureCount();
        for (int k = 0; k < autoencoder.layers.weights.length; k++) {
            size += 2 + 4 * (autoencoder.layers.weights[k].length + autoencoder.layers.biases[k].length);
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putFloat(autoencoder.threshold());
        for (int f = 0; f < autoencoder.featureCount(); f++) {
            out.putFloat(autoencoder.scaling.mean(f)).putFloat(autoencoder.scaling.deviation(f));
        }
        out.putShort((short) autoencoder.layers.weights.length);
        for (int k = 0; k < autoencoder.layers.weights.length; k++) {
            out.putShort((short) autoencoder.layers.biases[k].length);
            putAll(out, autoencoder.layers.biases[k]);
            putAll(out, autoencoder.layers.weights[k]);
        }
        return out.array();
    }

    @Override
    public FlowModel read(byte[] bytes, int features, List<String> classNames) {
        try {
            return read(ByteBuffer.wrap(bytes), features);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the autoencoder ends too early", e);
        }
    }

    private static Autoencoder read(ByteBuffer in, int features) {
        float threshold = in.getFloat();
        float[] mean = new float[features];
        float[] deviation = new float[features];
        for (int f = 0; f < features; f++) {
            mean[f] = in.getFloat();
            deviation[f] = in.getFloat();
        }
        float[][] weights = new float[between("layers", in.getShort(), MAX_LAYERS)][];
        float[][] biases = new float[weights.length][];
        int width = features;
        for (int k = 0; k < weights.length; k++) {
            int next = between("units in layer " + k, in.getShort(), DenseLayers.MAX_WIDTH);
            biases[k] = getAll(in, next);
            weights[k] = getAll(in, width * next);
            width = next;
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes too many after the autoencoder");
        }
        return new Autoencoder(new Scaling(mean, deviation), new DenseLayers(features, weights, biases), threshold);
    }

    private static void putAll(ByteBuffer out, float[] values) {
        for (float value : values) {
            out.putFloat(value);
        }
    }

    private static float[] getAll(ByteBuffer in, int count) {
        if (in.remaining() < 4L * count) {
            throw new BufferUnderflowException();
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getFloat();
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("a weight is not finite: " + values[i]);
            }
        }
        return values;
    }

    private static int between(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("number of " + name + " must be between 1 and " + most + ": " + value);
        }
        return value;
    }
}
