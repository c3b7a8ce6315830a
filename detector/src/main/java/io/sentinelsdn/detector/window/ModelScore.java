package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.model.ModelKind;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The active model's opinion on a row of features. Owned by one thread; allocates only when models change. */
public final class ModelScore {
    private static final int FEATURES_SAID = 3;

    private final Supplier<FlowModel> models;
    private FlowModel model;
    private FlowScorer scorer;

    /** Asks for the model that scores now, or null for none, with each row. */
    public ModelScore(Supplier<FlowModel> models) {
        this.models = models;
    }

    /**
     * Score of any attack in [0, 1], or NaN without a usable model.
     *
     * @param row {@code float[}{@link FlowFeatures#COUNT}{@code ]}
     */
    public double attack(float[] row) {
        refresh();
        return scorer == null ? Double.NaN : scorer.score(row);
    }

    /** The likeliest class of the row just scored, or empty where the model does not say. */
    public String likeliest() {
        int number = scorer == null ? -1 : scorer.likeliestClass();
        return number < 0 ? "" : model.classNames().get(number);
    }

    /**
     * Whether its verdicts may raise an alarm of their own. A random forest knows volumetric floods, which thresholds
     * name anyway, and calls what it has not learnt one or the other; a graph network is asked for whole windows.
     */
    public boolean raises() {
        refresh();
        return scorer != null && model.kind() != ModelKind.RANDOM_FOREST && model.kind() != ModelKind.GNN;
    }

    /** What the model thinks of a row and which features made it so, for a person; allocates. Empty without a model. */
    String why(float[] row) {
        double score = attack(row);
        if (Double.isNaN(score)) {
            return "";
        }
        String looks = String.format(
                Locale.ROOT,
                "The busiest of these flows has score %.2f%s",
                score,
                likeliest().isEmpty() ? "" : " and looks most like " + likeliest());
        double[] parts = new double[row.length];
        model.newAttribution().ifPresent(attribution -> attribution.contributions(row, parts));
        String because = IntStream.range(0, parts.length)
                .boxed()
                .filter(feature -> parts[feature] > 0)
                .sorted(Comparator.comparingDouble((Integer feature) -> -parts[feature]))
                .limit(FEATURES_SAID)
                .map(feature ->
                        String.format(Locale.ROOT, "%s (%+.2f)", FlowFeatures.NAMES.get(feature), parts[feature]))
                .collect(Collectors.joining(", "));
        return because.isEmpty() ? looks : looks + ", because of " + because;
    }

    private void refresh() {
        FlowModel active = models.get();
        if (active != model) {
            scorer = active == null || active.featureCount() != FlowFeatures.COUNT ? null : active.newScorer();
            model = active;
        }
    }
}
