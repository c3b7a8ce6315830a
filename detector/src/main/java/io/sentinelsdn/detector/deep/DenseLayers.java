package io.sentinelsdn.detector.deep;

/**
 * Fully connected layers in flat arrays, ReLU between them and nothing after the last. Immutable: any thread may run
 * them with buffers of its own, without allocation.
 */
final class DenseLayers {
    /** Widest layer that is accepted. */
    static final int MAX_WIDTH = 512;

    // Layer k: weights[k][out * inputs + in], biases[k][out].
    final float[][] weights;
    final float[][] biases;
    private final int inputs;
    private final int widest;

    DenseLayers(int inputs, float[][] weights, float[][] biases) {
        if (weights.length == 0 || weights.length != biases.length) {
            throw new IllegalArgumentException("layers disagree: " + weights.length + " and " + biases.length);
        }
        int width = inputs;
        int most = inputs;
        for (int k = 0; k < weights.length; k++) {
            int next = biases[k].length;
            if (next < 1 || next > MAX_WIDTH || weights[k].length != width * next) {
                throw new IllegalArgumentException("layer " + k + " has a wrong size: " + weights[k].length
                        + " weights, " + width + " inputs, " + next + " outputs");
            }
            width = next;
            most = Math.max(most, next);
        }
        if (width != inputs) {
            throw new IllegalArgumentException("an autoencoder must end as wide as it begins: " + width);
        }
        this.inputs = inputs;
        this.weights = weights;
        this.biases = biases;
        widest = most;
    }

    int inputs() {
        return inputs;
    }

    /** Length that both buffers of {@link #run} must have. */
    int widest() {
        return widest;
    }

    /**
     * Runs a row.
     *
     * @param values holds the input; overwritten
     * @param spare a second buffer
     * @return which of the two holds the output
     */
    float[] run(float[] values, float[] spare) {
        float[] from = values;
        float[] to = spare;
        int width = inputs;
        for (int k = 0; k < weights.length; k++) {
            layer(weights[k], biases[k], width, from, to, k < weights.length - 1);
            width = biases[k].length;
            float[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    /** Four partial sums, so that additions need not wait for each other. */
    private static void layer(float[] weight, float[] bias, int width, float[] from, float[] to, boolean relu) {
        int whole = width & ~3;
        for (int out = 0, at = 0; out < bias.length; out++, at += width) {
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            for (int i = 0; i < whole; i += 4) {
                a += weight[at + i] * from[i];
                b += weight[at + i + 1] * from[i + 1];
                c += weight[at + i + 2] * from[i + 2];
                d += weight[at + i + 3] * from[i + 3];
            }
            for (int i = whole; i < width; i++) {
                a += weight[at + i] * from[i];
            }
            float sum = a + b + (c + d) + bias[out];
            to[out] = relu && sum < 0 ? 0 : sum;
        }
    }
}
