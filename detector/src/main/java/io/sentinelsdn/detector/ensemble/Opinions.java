package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.model.FlowScorer;

/** What each member of a hybrid thinks of a row, as log-odds. Owned by one thread; allocates nothing for a row. */
final class Opinions {
    private final FlowScorer forestScorer;
    private final FlowScorer isolationScorer;
    private final FlowScorer autoencoderScorer;
    double forest;
    double isolation;
    double autoencoder;

    Opinions(HybridModel model) {
        forestScorer = model.forest.newScorer();
        isolationScorer =
                model.isolation.<FlowScorer>map(member -> member.newScorer()).orElse(row -> 0.5);
        autoencoderScorer =
                model.autoencoder.<FlowScorer>map(member -> member.newScorer()).orElse(row -> 0.5);
    }

    void ask(float[] row) {
        forest = Stack.logOdds(forestScorer.score(row));
        isolation = Stack.logOdds(isolationScorer.score(row));
        autoencoder = Stack.logOdds(autoencoderScorer.score(row));
    }

    /** The forest's likeliest class of the row just asked about. */
    int likeliestClass() {
        return forestScorer.likeliestClass();
    }
}
