package io.sentinelsdn.detector.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.training.FlowGenerator;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictExplainerTest {
    private static final TrainedModel TRAINED = ModelRegistry.defaultModel();
    private static final FlowModel MODEL = TRAINED.model();

    private final FlowScorer scorer = MODEL.newScorer();
    private final FlowGenerator generator = new FlowGenerator(5);
    private final float[] row = new float[FlowFeatures.COUNT];

    private static Map<String, Double> usual(double value) {
        Map<String, Double> metrics = new HashMap<>();
        FlowFeatures.NAMES.forEach(name -> metrics.put(VerdictExplainer.BENIGN + name, value));
        return metrics;
    }

    private VerdictExplainer explainer(Map<String, Double> metrics) {
        return new VerdictExplainer(MODEL.newAttribution().orElseThrow(), metrics);
    }

    @Test
    void shouldLetBaseAndContributionsSumToTheScore() {
        VerdictExplainer explainer = explainer(TRAINED.metrics());
        for (int i = 0; i < 200; i++) {
            generator.fill(i % 2 == 0 ? "normal" : "udp_flood", row);
            double score = scorer.score(row);
            VerdictExplainer.Reasons reasons = explainer.explain(row, score, "udp_flood");
            double sum = reasons.base()
                    + reasons.contributions().stream()
                            .mapToDouble(Contribution::contribution)
                            .sum();
            assertThat(sum).isCloseTo(score, within(1e-5));
        }
    }

    @Test
    void shouldSayValueAndWhatIsUsualInOneSentence() {
        generator.fill("syn_flood", row);
        double score = scorer.score(row);

        VerdictExplainer.Reasons reasons = explainer(usual(0.25)).explain(row, score, "syn_flood");

        assertThat(reasons.sentence())
                .startsWith("Looks like syn_flood (score ")
                .contains(" because of ")
                .contains("(usual ")
                .endsWith(").");
        assertThat(reasons.contributions().get(0).baseline()).isEqualTo(0.25);
    }

    /** Deletion: what is said to matter most must matter. */
    @Test
    void shouldLowerTheScoreWhenTheTopFeaturesBecomeWhatIsUsual() {
        VerdictExplainer explainer = explainer(TRAINED.metrics());
        float[] benign = new float[FlowFeatures.COUNT];
        double before = 0;
        double after = 0;
        double afterLast = 0;
        for (int i = 0; i < 200; i++) {
            generator.fill("syn_flood", row);
            generator.fill("normal", benign);
            double score = scorer.score(row);
            VerdictExplainer.Reasons reasons = explainer.explain(row, score, "syn_flood");
            before += score;
            after += scorer.score(with(reasons, benign, true));
            afterLast += scorer.score(with(reasons, benign, false));
        }
        assertThat(after).isLessThan(0.8 * before);
        assertThat(after).isLessThan(afterLast);
    }

    /** The row with its three strongest (or weakest) reasons replaced. */
    private float[] with(VerdictExplainer.Reasons reasons, float[] benign, boolean strongest) {
        float[] changed = row.clone();
        int count = reasons.contributions().size();
        for (int i = 0; i < Math.min(3, count); i++) {
            int at = strongest ? i : count - 1 - i;
            int feature =
                    FlowFeatures.NAMES.indexOf(reasons.contributions().get(at).feature());
            changed[feature] = benign[feature];
        }
        return changed;
    }
}
