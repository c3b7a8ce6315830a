package io.sentinelsdn.detector.explain;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import io.sentinelsdn.domain.detect.ScoredRow;
import java.util.ArrayList;
import java.util.List;

/**
 * A decision made again from what was written down of it.
 *
 * @param confidence what comes out now
 * @param contributions what comes out now, strongest first
 * @param rows how many rows the model scored again
 * @param same whether every score and every contribution is the same as then, bit for bit
 */
public record Replay(double confidence, List<Contribution> contributions, int rows, boolean same) {
    public Replay {
        contributions = List.copyOf(contributions);
    }

    /**
     * Decides again: has the model score the rows that it scored then, and takes what comes out.
     *
     * @param model the one that scored then; not asked where no rows were kept
     * @throws IllegalArgumentException if inputs are missing or the rows are not what the model takes; names one
     */
    public static Replay of(Explanation then, FlowModel model) {
        List<ScoredRow> again = new ArrayList<>();
        FlowScorer scorer = then.rows().isEmpty() ? null : model.newScorer();
        for (ScoredRow row : then.rows()) {
            if (row.features().size() != model.featureCount()) {
                throw new IllegalArgumentException("the decision has rows of "
                        + row.features().size() + " features, its model takes " + model.featureCount());
            }
            float[] values = new float[row.features().size()];
            for (int f = 0; f < values.length; f++) {
                values[f] = row.features().get(f).floatValue();
            }
            again.add(new ScoredRow(row.features(), row.weight(), scorer.score(values)));
        }
        double modelScore = again.isEmpty() && has(then, Explainer.MODEL_SCORE)
                ? observed(then, Explainer.MODEL_SCORE)
                : ScoredRow.scoreOf(again);
        return of(then, modelScore, again);
    }

    private static Replay of(Explanation then, double modelScore, List<ScoredRow> rows) {
        Explainer.Reasoning again = Explainer.reason(new Explainer.Inputs(
                then.feature(),
                then.observed(),
                then.baseline(),
                then.threshold(),
                observed(then, Explainer.ATTACK_SHARE),
                has(then, Explainer.FORGED_SHARE) ? observed(then, Explainer.FORGED_SHARE) : 0,
                modelScore));
        // records compare doubles by their bits
        return new Replay(
                again.confidence(),
                again.contributions(),
                rows.size(),
                again.contributions().equals(then.contributions()) && rows.equals(then.rows()));
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
