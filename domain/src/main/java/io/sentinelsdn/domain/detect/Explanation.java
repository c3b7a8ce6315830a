package io.sentinelsdn.domain.detect;

import java.util.List;

/**
 * Why a detection was made.
 *
 * @param feature the measure that crossed its threshold, for example {@code half_open_syn_pps}
 * @param observed its value, in the unit of its name
 * @param baseline its usual value at this destination
 * @param threshold the value it had to cross
 * @param contributions what pushed the confidence, strongest first
 * @param sentence one sentence for a person
 * @param rows what the model scored for it, at most {@value ScoredRow#MOST}
 */
public record Explanation(
        String feature,
        double observed,
        double baseline,
        double threshold,
        List<Contribution> contributions,
        String sentence,
        List<ScoredRow> rows) {
    /**
     * One feature's share of the score.
     *
     * @param feature its name
     * @param observed its value
     * @param baseline its usual value
     * @param contribution signed share of the confidence; positive pushes towards attack
     */
    public record Contribution(String feature, double observed, double baseline, double contribution) {}

    public Explanation {
        contributions = List.copyOf(contributions);
        rows = List.copyOf(rows);
    }

    /** An explanation in which no model had a word. */
    public Explanation(
            String feature,
            double observed,
            double baseline,
            double threshold,
            List<Contribution> contributions,
            String sentence) {
        this(feature, observed, baseline, threshold, contributions, sentence, List.of());
    }

    /** The same for people, who have no use for rows. */
    public Explanation withoutRows() {
        return rows.isEmpty() ? this : new Explanation(feature, observed, baseline, threshold, contributions, sentence);
    }
}
