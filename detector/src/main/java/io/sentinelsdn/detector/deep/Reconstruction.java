package io.sentinelsdn.detector.deep;

import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowScorer;

/** Reconstructs rows with one {@link Autoencoder}. Owned by one thread; allocates nothing for a row. */
public final class Reconstruction implements FlowScorer, Attribution {
    private final Autoencoder model;
    private final float[] scaled;
    private final float[] values;
    private final float[] spare;

    Reconstruction(Autoencoder model) {
        this.model = model;
        scaled = new float[model.featureCount()];
        values = new float[model.layers.widest()];
        spare = new float[model.layers.widest()];
    }

    @Override
    public double score(float[] row) {
        double error = error(row);
        return error / (error + model.threshold());
    }

    /** Mean square error over the known features, in squared deviations, &ge; 0; 0 when nothing is known. */
    public double error(float[] row) {
        float[] output = run(row);
        double sum = 0;
        int known = 0;
        for (int f = 0; f < scaled.length; f++) {
            if (!Float.isNaN(row[f])) {
                double difference = output[f] - scaled[f];
                sum += difference * difference;
                known++;
            }
        }
        return known == 0 ? 0 : sum / known;
    }

    /**
     * What the network makes of a row.
     *
     * @param row {@code float[features]}
     * @param out {@code float[features]}, receives the row as reconstructed, in the scale of the features
     */
    public void reconstruct(float[] row, float[] out) {
        float[] output = run(row);
        for (int f = 0; f < scaled.length; f++) {
            out[f] = output[f] * model.scaling.deviation(f) + model.scaling.mean(f);
        }
    }

    @Override
    public String method() {
        return "reconstruction_error";
    }

    /** The score, divided among the features as the squared error is; none is negative and the base is 0. */
    @Override
    public double contributions(float[] row, double[] out) {
        float[] output = run(row);
        double sum = 0;
        int known = 0;
        for (int f = 0; f < scaled.length; f++) {
            double difference = Float.isNaN(row[f]) ? 0 : output[f] - scaled[f];
            known += Float.isNaN(row[f]) ? 0 : 1;
            out[f] = difference * difference;
            sum += out[f];
        }
        double error = known == 0 ? 0 : sum / known;
        double score = error / (error + model.threshold());
        for (int f = 0; f < scaled.length; f++) {
            out[f] = sum == 0 ? 0 : score * out[f] / sum;
        }
        return 0;
    }

    private float[] run(float[] row) {
        model.scaling.apply(row, 0, scaled, 0);
        System.arraycopy(scaled, 0, values, 0, scaled.length);
        return model.layers.run(values, spare);
    }
}
