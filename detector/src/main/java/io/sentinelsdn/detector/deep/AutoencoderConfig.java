package io.sentinelsdn.detector.deep;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How an autoencoder is trained.
 *
 * @param outer units of the outer hidden layers, 1 to 512
 * @param code units of the narrow layer, 1 to 512
 * @param steps batches learnt, 1 to 100,000
 * @param batch rows in a batch, 1 to 65,536
 * @param learningRate step of Adam, above 0
 * @param heldOut share of the rows, the last ones, by which the threshold is set, above 0 and below 1
 * @param falseAlarms share of the normal rows that may exceed the threshold, above 0 and below 1
 * @param seed the same seed and rows give the same weights
 */
@RecordBuilder
public record AutoencoderConfig(
        int outer, int code, int steps, int batch, double learningRate, double heldOut, double falseAlarms, long seed)
        implements AutoencoderConfigBuilder.With {
    /** A few seconds of one core. */
    public static final AutoencoderConfig DEFAULT = new AutoencoderConfig(24, 6, 1200, 1024, 3e-3, 0.2, 0.08, 42);

    public AutoencoderConfig {
        between("outer", outer, DenseLayers.MAX_WIDTH);
        between("code", code, DenseLayers.MAX_WIDTH);
        between("steps", steps, 100_000);
        between("batch", batch, 65_536);
        share("heldOut", heldOut);
        share("falseAlarms", falseAlarms);
        if (!(learningRate > 0) || learningRate > 1) {
            throw new IllegalArgumentException("learningRate must be above 0 and at most 1: " + learningRate);
        }
    }

    private static void between(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be between 1 and " + most + ": " + value);
        }
    }

    private static void share(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be above 0 and below 1: " + value);
        }
    }
}
