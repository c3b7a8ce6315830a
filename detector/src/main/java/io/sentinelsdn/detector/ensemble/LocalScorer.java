package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.model.FlowScorer;

/** Scores with the last layer that was fitted to one network. Owned by one thread. */
final class LocalScorer implements FlowScorer {
    private final Opinions opinions;
    private final FlowScorer last;
    private final float[] values;

    LocalScorer(HybridModel model, LocalForest local) {
        opinions = new Opinions(model);
        last = local.forest().newScorer();
        values = new float[model.featureCount() + LocalForest.OPINIONS];
    }

    @Override
    public double score(float[] row) {
        fill(opinions, row, values);
        return last.score(values);
    }

    @Override
    public int likeliestClass() {
        return last.likeliestClass();
    }

    /** The row, and behind it what the members think. */
    static void fill(Opinions opinions, float[] row, float[] values) {
        opinions.ask(row);
        int features = values.length - LocalForest.OPINIONS;
        System.arraycopy(row, 0, values, 0, features);
        values[features + Stack.FOREST] = (float) opinions.forest;
        values[features + Stack.ISOLATION] = (float) opinions.isolation;
        values[features + Stack.AUTOENCODER] = (float) opinions.autoencoder;
    }
}
