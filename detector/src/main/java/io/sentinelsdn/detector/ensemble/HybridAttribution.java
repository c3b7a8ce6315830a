package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * The members' own attributions, each as heavy as the member's weight, scaled so that base and contributions sum to the
 * score. Owned by one thread.
 */
final class HybridAttribution implements Attribution {
    private final HybridModel model;
    private final String method;
    private final FlowScorer scorer;
    private final Optional<Attribution> forest;
    private final Optional<Attribution> isolation;
    private final Optional<Attribution> autoencoder;
    private final double[] part;

    HybridAttribution(HybridModel model, String method, Function<FlowModel, Optional<Attribution>> of) {
        this.method = method;
        this.model = model;
        scorer = model.newScorer();
        forest = of.apply(model.forest);
        isolation = model.isolation.flatMap(of);
        autoencoder = model.autoencoder.flatMap(of);
        part = new double[model.featureCount()];
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public double contributions(float[] row, double[] out) {
        int features = model.featureCount();
        Arrays.fill(out, 0, features, 0);
        double forestBase = add(forest, Stack.FOREST, row, out);
        double isolationBase = add(isolation, Stack.ISOLATION, row, out);
        double autoencoderBase = add(autoencoder, Stack.AUTOENCODER, row, out);
        double score = scorer.score(row);
        double base = scorer.abstained()
                ? score
                : model.stack.probability(
                        Stack.logOdds(forestBase), Stack.logOdds(isolationBase), Stack.logOdds(autoencoderBase));
        double sum = 0;
        for (int f = 0; f < features; f++) {
            sum += out[f];
        }
        if (sum == 0 || (score - base) / sum < 0) { // nothing to share out, or by no just rule
            Arrays.fill(out, 0, features, 0);
            return score;
        }
        for (int f = 0; f < features; f++) {
            out[f] *= (score - base) / sum;
        }
        return base;
    }

    private double add(Optional<Attribution> member, int index, float[] row, double[] out) {
        if (member.isEmpty()) {
            return 0.5;
        }
        double base = member.get().contributions(row, part);
        for (int f = 0; f < part.length; f++) {
            out[f] += model.stack.weights[index] * part[f];
        }
        return base;
    }
}
