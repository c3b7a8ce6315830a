package io.sentinelsdn.detector.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowScorer;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CalmEntryTest {
    private static final int ICMP = 1;

    /** More than ln(1 + 20) packets/s is a flood for certain, less is one for a tenth. */
    private static final RandomForest FOREST = new RandomForest(
            List.of("normal", "icmp_flood"),
            FlowFeatures.COUNT,
            new int[] {0},
            new short[] {FlowFeatures.LOG_PPS, RandomForest.LEAF, RandomForest.LEAF},
            new float[] {(float) Math.log1p(20), 0, 0},
            new int[] {1, 0, 0},
            new float[] {0.5f, 0.5f, 0.9f, 0.1f, 0, 1});

    private final FlowScorer scorer = FOREST.newScorer();

    private static float[] row(double pps, double lifePps) {
        float[] row = new float[FlowFeatures.COUNT];
        FlowFeatures.fill(row, ICMP, pps * 30, pps * 30 * 98, 30, pps * 30, pps * 30 * 98, pps, 98, Double.NaN);
        FlowFeatures.fillLife(row, pps, lifePps, lifePps * 1042, lifePps);
        return row;
    }

    @Test
    void shouldStillCallAFloodWhatCarriedOneAndIsCalmNow() {
        assertThat(scorer.score(row(1, 300))).isEqualTo(1);
        assertThat(scorer.likeliestClass()).isEqualTo(1);
    }

    @Test
    void shouldNotCallAFloodWhatWasNeverFaster() {
        assertThat(scorer.score(row(1, 1.5))).isCloseTo(0.1, within(1e-6));
        assertThat(scorer.score(row(1, 15))).isCloseTo(0.1, within(1e-6));
        assertThat(scorer.likeliestClass()).isZero();
    }

    @Test
    void shouldJudgeByThePresentWhenItIsWorseOrTheLifeIsUnknown() {
        assertThat(scorer.score(row(300, 1000))).isEqualTo(1);
        assertThat(scorer.score(row(300, 1))).isEqualTo(1);
        assertThat(scorer.score(row(15, 25))).isCloseTo(0.1, within(1e-6));
        float[] unknown = row(1, 300);
        unknown[FlowFeatures.RATE_VS_LIFE] = Float.NaN;
        assertThat(scorer.score(unknown)).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void shouldNotJudgeALifeWhoseAnswersAreNotKnown() {
        float[] over = new float[FlowFeatures.COUNT];
        FlowFeatures.fill(over, ICMP, 0, 0, 30, 0, 0, 300, 98, Double.NaN);
        FlowFeatures.fillLife(over, 0, 300, 300 * 98, 1200);
        assertThat(scorer.score(over)).isCloseTo(0.1, within(1e-6));

        FlowFeatures.fillLife(over, 0, 300, 300 * 98, 0);
        assertThat(scorer.score(over)).isEqualTo(1);
    }

    @Test
    void shouldTakeALifeThatWasNeverAnsweredForOneWay() {
        RandomForest oneWay = new RandomForest(
                List.of("normal", "icmp_flood"),
                FlowFeatures.COUNT,
                new int[] {0},
                new short[] {FlowFeatures.ONE_WAY, RandomForest.LEAF, RandomForest.LEAF},
                new float[] {0.5f, 0, 0},
                new int[] {1, 0, 0},
                new float[] {0.5f, 0.5f, 0.9f, 0.1f, 0, 1});
        float[] row = row(1, 300);
        row[FlowFeatures.LIFE_REVERSE_RATIO] = 0;

        assertThat(oneWay.newScorer().score(row)).isEqualTo(1);
        assertThat(oneWay.newScorer().score(row(1, 300))).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void shouldLeaveTheRowAsItIs() {
        float[] row = row(1, 300);
        float[] before = row.clone();

        scorer.score(row);
        FOREST.newAttribution().orElseThrow().contributions(row, new double[FlowFeatures.COUNT]);

        assertThat(row).isEqualTo(before);
    }

    @Test
    void shouldExplainTheScoreByTheLifeItWasTakenFrom() {
        float[] row = row(1, 300);
        for (Attribution attribution : List.of(FOREST.newAttribution().orElseThrow(), new TreeShap(FOREST))) {
            double[] contributions = new double[FlowFeatures.COUNT];

            double base = attribution.contributions(row, contributions);

            assertThat(base + DoubleStream.of(contributions).sum()).isCloseTo(scorer.score(row), within(1e-6));
            assertThat(contributions[FlowFeatures.LIFE_LOG_PPS]).isGreaterThan(0.3);
            assertThat(contributions[FlowFeatures.LOG_PPS]).isZero();
        }
    }
}
