package io.sentinelsdn.detector.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowScorer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class IsolationForestTest {
    private static final int FEATURES = 3;

    /** Feature 1 is twice feature 0; feature 2 is noise, and unknown in every tenth row. */
    private static float[] rows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[count * FEATURES];
        for (int i = 0; i < count; i++) {
            rows[i * FEATURES] = (float) random.nextDouble();
            rows[i * FEATURES + 1] = 2 * rows[i * FEATURES] + (float) random.nextDouble() * 0.1f;
            rows[i * FEATURES + 2] = i % 10 == 0 ? Float.NaN : (float) random.nextDouble();
        }
        return rows;
    }

    private final IsolationForest forest =
            IsolationTrainer.train(rows(3000, 1), FEATURES, IsolationConfig.DEFAULT, Progress.SILENT);
    private final FlowScorer scorer = forest.newScorer();

    @Test
    void shouldIsolateWhatIsFarFromAllRows() {
        assertThat(scorer.score(new float[] {0.5f, 1.05f, 0.5f})).isLessThan(FlowScorer.ALARM);
        assertThat(scorer.score(new float[] {9, 9, 9})).isGreaterThan(FlowScorer.ALARM);
    }

    @Test
    void shouldGiveTheShapleyValuesOfTheDefinition() {
        Attribution shapley = forest.newShapley().orElseThrow();
        float[] row = {9, 0.1f, Float.NaN};
        double[] out = new double[FEATURES];
        float nan = Float.NaN;
        double none = scorer.score(new float[] {nan, nan, nan});
        double one = scorer.score(new float[] {9, nan, nan});
        double two = scorer.score(new float[] {nan, 0.1f, nan});
        double both = scorer.score(row);

        double base = shapley.contributions(row, out);

        assertThat(base).isEqualTo(none);
        assertThat(out[0]).isCloseTo((one - none + both - two) / 2, within(1e-9));
        assertThat(out[1]).isCloseTo((two - none + both - one) / 2, within(1e-9));
        assertThat(out[2]).isZero();
        assertThat(base + out[0] + out[1]).isCloseTo(both, within(1e-9));
    }

    @Test
    void shouldSeeThatTwoFeaturesDoNotGoTogether() {
        assertThat(scorer.score(new float[] {0.9f, 0.1f, 0.5f})).isGreaterThan(FlowScorer.ALARM);
    }

    @Test
    void shouldRaiseAboutAsManyFalseAlarmsAsAllowed() {
        float[] unseen = rows(2000, 2);
        int alarms = 0;
        for (int i = 0; i < 2000; i++) {
            float[] row = Arrays.copyOfRange(unseen, i * FEATURES, (i + 1) * FEATURES);
            alarms += scorer.score(row) > FlowScorer.ALARM ? 1 : 0;
        }
        assertThat(alarms).isBetween(80, 260); // 8 % allowed
    }

    @Test
    void shouldTakeUnknownAsOrdinary() {
        float nan = Float.NaN;
        assertThat(scorer.score(new float[] {nan, nan, nan})).isLessThan(FlowScorer.ALARM);
        assertThat(scorer.score(new float[] {nan, 9, nan})).isGreaterThan(FlowScorer.ALARM);
    }

    @Test
    void shouldAttributeTheScoreToTheFeatureThatIsOff() {
        Attribution attribution = forest.newAttribution().orElseThrow();
        double[] contributions = new double[FEATURES];
        float[] row = {0.5f, 1.05f, 7};

        double base = attribution.contributions(row, contributions);

        assertThat(base + Arrays.stream(contributions).sum()).isEqualTo(scorer.score(row), within(1e-9));
        assertThat(contributions[2]).isGreaterThan(contributions[0]).isGreaterThan(contributions[1]);
        row[2] = 0.5f; // without what was named, the score falls
        assertThat(scorer.score(row)).isLessThan(FlowScorer.ALARM);
    }

    @Test
    void shouldGiveTheSameForestForTheSameSeed() {
        IsolationCodec codec = new IsolationCodec();
        IsolationConfig other = IsolationConfig.DEFAULT.withSeed(43);

        byte[] again =
                codec.write(IsolationTrainer.train(rows(3000, 1), FEATURES, IsolationConfig.DEFAULT, Progress.SILENT));

        assertThat(again).isEqualTo(codec.write(forest));
        assertThat(codec.write(IsolationTrainer.train(rows(3000, 1), FEATURES, other, Progress.SILENT)))
                .isNotEqualTo(again);
    }

    @Test
    void shouldScoreTheSameAfterWritingAndReading() {
        IsolationCodec codec = new IsolationCodec();
        FlowScorer read = codec.read(codec.write(forest), FEATURES, List.of()).newScorer();
        float[] unseen = rows(200, 3);
        for (int i = 0; i < 200; i++) {
            float[] row = Arrays.copyOfRange(unseen, i * FEATURES, (i + 1) * FEATURES);
            assertThat(read.score(row)).isEqualTo(scorer.score(row));
        }
    }

    @Test
    void shouldRefuseBytesThatAreNoForest() {
        IsolationCodec codec = new IsolationCodec();
        byte[] bytes = codec.write(forest);
        for (int length : new int[] {0, 8, 30, 500, bytes.length - 1}) {
            assertThatThrownBy(() -> codec.read(Arrays.copyOf(bytes, length), FEATURES, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> codec.read(Arrays.copyOf(bytes, bytes.length + 1), FEATURES, List.of()))
                .hasMessageContaining("too many");
    }

    @Test
    void shouldRefuseWalksWithoutEnd() {
        assertThatThrownBy(() -> new IsolationForest(
                        new int[] {0},
                        new short[] {0, -1},
                        new short[] {0, 0},
                        new float[] {1, 0},
                        new float[] {0, 0},
                        new float[] {0, 0},
                        new int[] {0, 0},
                        new int[] {2, 1},
                        new float[] {0},
                        0.5))
                .hasMessageContaining("child");
    }

    @Test
    void shouldKeepRowsThatAreAllAlikeInOneLeaf() {
        IsolationForest flat =
                IsolationTrainer.train(new float[60], FEATURES, IsolationConfig.DEFAULT, Progress.SILENT);
        assertThat(flat.anomaly(new float[] {5, 5, 5})).isEqualTo(0.5);
    }

    @Test
    void shouldStopWhenTold() {
        assertThatThrownBy(() ->
                        IsolationTrainer.train(rows(100, 1), FEATURES, IsolationConfig.DEFAULT, done -> done < 0.5))
                .isInstanceOf(CancellationException.class);
    }
}
