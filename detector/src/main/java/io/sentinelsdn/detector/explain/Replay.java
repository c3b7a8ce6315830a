package io.sentinelsdn.detector.explain;

import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import java.util.List;

/**
 * A decision made again from what was written down of it.
 *
 * @param confidence what comes out now
 * @param contributions what comes out now, strongest first
 * @param same whether every contribution is the same as then, bit for bit
 */
public record Replay(double confidence, List<Contribution> contributions, boolean same) {
    public Replay {
        contributions = List.copyOf(contributions);
    }

    /**
     * Decides again.
     *
     * @throws IllegalArgumentException if inputs are missing; names one
     */
    public static Replay of(Explanation then) {
        Explainer.Reasoning again = Explainer.reason(new Explainer.Inputs(
                then.feature(),
                then.observed(),
                then.baseline(),
                then.threshold(),
                observed(then, Explainer.ATTACK_SHARE),
                has(then, Explainer.FORGED_SHARE) ? observed(then, Explainer.FORGED_SHARE) : 0,
                has(then, Explainer.MODEL_SCORE) ? observed(then, Explainer.MODEL_SCORE) : Double.NaN));
        // records compare doubles by their bits
        return new Replay(
                again.confidence(), again.contributions(), again.contributions().equals(then.contributions()));
    }

    private static boolean has(Explanation then, String feature) {
        return then.contributions().stream().anyMatch(c -> c.feature().equals(feature));
    }

    private static double observed(Explanation then, String feature) {
        return then.contributions().stream()
                .filter(c -> c.feature().equals(feature))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the decision lacks its input " + feature))
                .observed();
    }
}
