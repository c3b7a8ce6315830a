package io.sentinelsdn.detector.explain;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says why a model scored a row as it did. Owned by one thread. */
public final class VerdictExplainer {
    /** Prefix of the metrics that hold the median of each feature over the benign rows a model has learnt from. */
    public static final String BENIGN = "benign_median.";

    private static final int IN_SENTENCE = 3;
    private static final double TOO_LITTLE = 0.001;

    private final Attribution attribution;
    private final double[] benign = new double[FlowFeatures.COUNT];
    private final double[] contributions = new double[FlowFeatures.COUNT];

    /**
     * Why.
     *
     * @param method how the contributions were found
     * @param base the score before any feature is looked at
     * @param contributions of all features that moved the score, strongest first; base and contributions sum to it
     * @param sentence for a person
     */
    public record Reasons(String method, double base, List<Contribution> contributions, String sentence) {
        public Reasons {
            contributions = List.copyOf(contributions);
        }
    }

    /**
     * Explains with this attribution.
     *
     * @param metrics of the model, for what is usual; may lack it
     */
    public VerdictExplainer(Attribution attribution, Map<String, Double> metrics) {
        this.attribution = attribution;
        for (int f = 0; f < benign.length; f++) {
            benign[f] = metrics.getOrDefault(BENIGN + FlowFeatures.NAMES.get(f), Double.NaN);
        }
    }

    /**
     * Explains a row.
     *
     * @param score what the model gave it
     * @param type the verdict, for the sentence
     */
    public Reasons explain(float[] row, double score, String type) {
        double base = attribution.contributions(row, contributions);
        List<Contribution> moved = new ArrayList<>();
        for (int f = 0; f < contributions.length; f++) {
            if (contributions[f] != 0) {
                moved.add(new Contribution(FlowFeatures.NAMES.get(f), row[f], benign[f], contributions[f]));
            }
        }
        moved.sort(Comparator.comparingDouble((Contribution c) -> -Math.abs(c.contribution())));
        return new Reasons(attribution.method(), base, moved, sentence(score, type, moved));
    }

    private static String sentence(double score, String type, List<Contribution> moved) {
        boolean attack = !type.equals("normal");
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "Looks like %s (score %.2f)", type, score));
        String joint = attack ? " because of " : ", mostly because of ";
        int said = 0;
        for (Contribution c : moved) {
            boolean forIt = c.contribution() > 0 == attack;
            if (said < IN_SENTENCE && forIt && Math.abs(c.contribution()) >= TOO_LITTLE) {
                text.append(said++ == 0 ? joint : ", ").append(words(c));
            }
        }
        return text.append('.').toString();
    }

    private static String words(Contribution c) {
        String usual =
                Double.isNaN(c.baseline()) ? "" : "usual " + FeatureWords.value(c.feature(), c.baseline()) + ", ";
        return FeatureWords.name(c.feature()) + " " + FeatureWords.value(c.feature(), c.observed()) + " (" + usual
                + String.format(Locale.ROOT, "%+.2f", c.contribution()) + ")";
    }
}
