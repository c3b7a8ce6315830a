package io.sentinelsdn.detector.serve;

import io.sentinelsdn.detector.explain.VerdictExplainer;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.FlowBatch;
import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.model.FlowVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/** Judges a batch of flows with one model. Owned by one thread. */
public final class Analyst {
    /** The words for "explain" that are known. */
    public static final List<String> METHODS = List.of("none", "path", "shap");

    private static final double SAME = 0.01;
    private static final String UNKNOWN = "unknown_anomaly";

    private final String modelId;
    private final TrainedModel trained;
    private final Optional<VerdictExplainer> explainer;

    /**
     * Judges with a model.
     *
     * @param explain one of {@link #METHODS}
     * @throws IllegalArgumentException if the kind of model cannot be explained so
     */
    public Analyst(String modelId, TrainedModel trained, String explain) {
        this.modelId = modelId;
        this.trained = trained;
        explainer = attribution(trained.model(), explain)
                .map(attribution -> new VerdictExplainer(attribution, trained.metrics()));
    }

    private static Optional<Attribution> attribution(FlowModel model, String explain) {
        return switch (explain) {
            case "none" -> Optional.empty();
            case "path" -> model.newAttribution();
            case "shap" -> {
                Optional<Attribution> shapley = model.newShapley();
                if (shapley.isEmpty()) {
                    throw new IllegalArgumentException("explain=shap is not known to a model of kind " + model.kind());
                }
                yield shapley;
            }
            default ->
                throw new IllegalArgumentException(
                        "explain must be one of " + String.join(", ", METHODS) + ": " + explain);
        };
    }

    /**
     * Judges all flows.
     *
     * @param most so many verdicts are kept, the first that are wanted
     * @param wanted which verdicts to keep; asked for each, without contributions
     */
    public FlowAnalysis judge(FlowBatch batch, int most, Predicate<FlowVerdict> wanted) {
        FlowScorer scorer = trained.model().newScorer(new Together(batch));
        float[] row = new float[FlowFeatures.COUNT];
        Map<String, Long> types = new TreeMap<>();
        List<FlowVerdict> verdicts = new ArrayList<>();
        long attacks = 0;
        for (int i = 0; i < batch.flows().size(); i++) {
            batch.flows().copyRow(i, row);
            FlowVerdict verdict = verdict(
                    scorer,
                    row,
                    i + 1,
                    batch.names().isEmpty() ? null : batch.names().get(i).toString());
            types.merge(verdict.type(), 1L, Long::sum);
            attacks += verdict.attack() ? 1 : 0;
            if (wanted.test(verdict) && verdicts.size() < most) {
                verdicts.add(explained(verdict, row));
            }
        }
        return new FlowAnalysis(
                UUID.randomUUID().toString(),
                Instant.now(),
                modelId,
                ModelFile.sha256(trained),
                batch.layout(),
                batch.sha256(),
                batch.flows().size(),
                attacks,
                batch.skipped(),
                batch.reports(),
                types,
                List.of(),
                verdicts);
    }

    private FlowVerdict verdict(FlowScorer scorer, float[] row, long number, String flow) {
        double score = scorer.score(row);
        boolean attack = score > FlowScorer.ALARM;
        return new FlowVerdict(
                number,
                flow,
                attack,
                score,
                type(scorer, attack),
                scorer.abstained(),
                null,
                Double.NaN,
                List.of(),
                null);
    }

    /** Flows that were judged by what else came with them have no contributions: these are of the flow alone. */
    private FlowVerdict explained(FlowVerdict verdict, float[] row) {
        if (explainer.isEmpty()) {
            return verdict;
        }
        VerdictExplainer.Reasons reasons = explainer.get().explain(row, verdict.confidence(), verdict.type());
        double sum = reasons.base()
                + reasons.contributions().stream()
                        .mapToDouble(Contribution::contribution)
                        .sum();
        if (!(Math.abs(sum - verdict.confidence()) < SAME)) {
            return verdict;
        }
        return new FlowVerdict(
                verdict.row(),
                verdict.flow(),
                verdict.attack(),
                verdict.confidence(),
                verdict.type(),
                verdict.abstained(),
                reasons.method(),
                reasons.base(),
                reasons.contributions(),
                reasons.sentence());
    }

    /** The likeliest class where it agrees with the alarm. */
    private String type(FlowScorer scorer, boolean attack) {
        if (!attack) {
            return Labels.NORMAL;
        }
        int likeliest = scorer.likeliestClass();
        String name = likeliest < 0 ? UNKNOWN : trained.model().classNames().get(likeliest);
        return name.equals(Labels.NORMAL) ? UNKNOWN : name;
    }
}
