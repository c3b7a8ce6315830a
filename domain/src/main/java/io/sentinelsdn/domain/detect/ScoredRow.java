package io.sentinelsdn.domain.detect;

import java.util.List;

/**
 * A row of features that a model scored for a decision.
 *
 * @param features in the order of the schema; {@code NaN} is unknown. Each is a {@code float}, widened, so that no text
 *     form can change it
 * @param weight of its score among those of the decision, packets per second
 * @param score what the model gave it, in [0, 1]
 */
public record ScoredRow(List<Double> features, double weight, double score) {
    /** So many rows are kept with a decision, the busiest first. */
    public static final int MOST = 16;

    public ScoredRow {
        features = List.copyOf(features);
    }

    /** The score of all together: their mean by weight, added up in this order; NaN without rows. */
    public static double scoreOf(List<ScoredRow> rows) {
        double sum = 0;
        double weights = 0;
        for (ScoredRow row : rows) {
            sum += row.score() * row.weight();
            weights += row.weight();
        }
        return weights > 0 ? sum / weights : Double.NaN;
    }
}
