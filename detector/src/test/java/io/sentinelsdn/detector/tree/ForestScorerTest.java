package io.sentinelsdn.detector.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowScorer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ForestScorerTest {
    /** Feature 0 above 0.5 is a flood; feature 1 above 0.5 makes it half as sure. */
    private static final RandomForest FOREST = forest(List.of("normal", "syn_flood"));

    private static RandomForest forest(List<String> classes) {
        return new RandomForest(
                classes,
                2,
                new int[] {0},
                new short[] {0, RandomForest.LEAF, 1, RandomForest.LEAF, RandomForest.LEAF},
                new float[] {0.5f, 0, 0.5f, 0, 0},
                new int[] {1, 0, 3, 0, 0},
                new float[] {0.6f, 0.4f, 1, 0, 0.25f, 0.75f, 0, 1, 0.5f, 0.5f});
    }

    private final FlowScorer scorer = FOREST.newScorer();

    @Test
    void shouldScoreOneMinusNormalAndNameTheLikeliestClass() {
        assertThat(scorer.score(new float[] {1, 0})).isEqualTo(1);
        assertThat(scorer.likeliestClass()).isEqualTo(1);
        assertThat(scorer.score(new float[] {1, 1})).isEqualTo(0.5);
        assertThat(scorer.score(new float[] {0, 1})).isZero();
        assertThat(scorer.likeliestClass()).isZero();
        assertThat(scorer.abstained()).isFalse();
    }

    @Test
    void shouldScoreManyRowsAsEachAlone() {
        float[] rows = new float[200];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextDouble();
        }
        float[] scores = new float[100];

        scorer.scoreAll(rows, 2, 100, scores);

        for (int i = 0; i < 100; i++) {
            assertThat(scores[i]).isEqualTo((float) scorer.score(Arrays.copyOfRange(rows, 2 * i, 2 * i + 2)));
        }
    }

    @Test
    void shouldAttributeTheScoreOfAnAttackToTheSplitsOnItsPath() {
        Attribution attribution = FOREST.newAttribution().orElseThrow();
        double[] contributions = new double[2];

        double base = attribution.contributions(new float[] {1, 1}, contributions);

        assertThat(base).isCloseTo(0.4, within(1e-6));
        assertThat(contributions[0]).isCloseTo(0.35, within(1e-6));
        assertThat(contributions[1]).isCloseTo(-0.25, within(1e-6));
    }

    @Test
    void shouldRefuseAForestThatDoesNotKnowNormal() {
        assertThatThrownBy(() -> forest(List.of("a", "b")).newScorer()).hasMessageContaining("normal");
    }
}
