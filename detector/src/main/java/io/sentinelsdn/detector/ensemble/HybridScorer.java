package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.model.FlowScorer;

/** Scores rows like those learnt; abstains on a strange one. Owned by one thread. */
final class HybridScorer implements FlowScorer {
    private final HybridModel model;
    private final Opinions opinions;
    private boolean abstained;

    HybridScorer(HybridModel model) {
        this.model = model;
        opinions = new Opinions(model);
    }

    @Override
    public double score(float[] row) {
        opinions.ask(row);
        abstained = model.domain.isStrange(row);
        return abstained
                ? UNDECIDED
                : model.stack.probability(opinions.forest, opinions.isolation, opinions.autoencoder);
    }

    @Override
    public int likeliestClass() {
        return opinions.likeliestClass();
    }

    @Override
    public boolean abstained() {
        return abstained;
    }
}
