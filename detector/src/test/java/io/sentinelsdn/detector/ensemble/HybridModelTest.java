package io.sentinelsdn.detector.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.Attribution;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HybridModelTest {
    private static final HybridModel MODEL = TestHybrids.home();

    private final float[] row = new float[FlowFeatures.COUNT];

    /** Share of rows on the right side of an alarm. */
    private double right(FlowScorer scorer, LabelledFlows flows) {
        int right = 0;
        for (int i = 0; i < flows.size(); i++) {
            flows.copyRow(i, row);
            right += (scorer.score(row) > FlowScorer.ALARM) == (flows.classIndex(i) != 0) ? 1 : 0;
        }
        return (double) right / flows.size();
    }

    @Test
    void shouldTellFloodsWhereItHasLearnt() {
        LabelledFlows later = TestFlows.home(1000, 2);

        assertThat(MODEL.isForeign(TestFlows.batch(later))).isFalse();
        assertThat(right(MODEL.newScorer(TestFlows.batch(later)), later)).isGreaterThan(0.99);
    }

    @Test
    void shouldNotTakeMoreOrFewerAttacksForAnotherPlace() {
        LabelledFlows later = TestFlows.home(1000, 2);

        assertThat(MODEL.isForeign(TestFlows.batch(TestFlows.only(later, true))))
                .isFalse();
        assertThat(MODEL.isForeign(TestFlows.batch(TestFlows.only(later, false))))
                .isFalse();
    }

    @Test
    void shouldJudgeAForeignBatchByWhatFloodsHaveInCommon() {
        LabelledFlows abroad = TestFlows.abroad(1000, 2);

        assertThat(MODEL.isForeign(TestFlows.batch(abroad))).isTrue();
        assertThat(right(MODEL.newScorer(TestFlows.batch(abroad)), abroad)).isGreaterThan(0.99);
        assertThat(right(MODEL.newScorer(), abroad)).isLessThan(0.9); // without its company each row is only strange
    }

    @Test
    void shouldNotJudgeByTheCompanyOfAFewRows() {
        LabelledFlows few = TestFlows.abroad(Domain.LEAST_BATCH - 1, 2);
        assertThat(MODEL.isForeign(TestFlows.batch(few))).isFalse();
    }

    @Test
    void shouldAbstainOnARowThatIsLikeNothingLearnt() {
        FlowScorer scorer = MODEL.newScorer();
        Arrays.fill(row, 1e9f);

        assertThat(scorer.score(row)).isEqualTo(FlowScorer.UNDECIDED);
        assertThat(scorer.abstained()).isTrue();
        TestFlows.home(2, 3).copyRow(1, row);
        assertThat(scorer.score(row)).isGreaterThan(FlowScorer.ALARM);
        assertThat(scorer.abstained()).isFalse();
    }

    @Test
    void shouldScoreTheSameAfterWritingAndReading() {
        HybridCodec codec = new HybridCodec();
        byte[] bytes = codec.write(MODEL);
        FlowModel read = codec.read(bytes, FlowFeatures.COUNT, MODEL.classNames());
        FlowScorer one = MODEL.newScorer();
        FlowScorer other = read.newScorer();

        LabelledFlows flows = TestFlows.home(200, 4);
        for (int i = 0; i < flows.size(); i++) {
            flows.copyRow(i, row);
            assertThat(other.score(row)).isEqualTo(one.score(row));
        }
        assertThat(codec.write(read)).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseBytesThatAreNoHybrid() {
        HybridCodec codec = new HybridCodec();
        byte[] bytes = codec.write(MODEL);
        for (int length = 0; length < bytes.length; length += 1 + bytes.length / 50) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.read(cut, FlowFeatures.COUNT, MODEL.classNames()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() ->
                        codec.read(Arrays.copyOf(bytes, bytes.length + 3), FlowFeatures.COUNT, MODEL.classNames()))
                .hasMessageContaining("3 bytes too many");
    }

    private static Stream<Arguments> attributions() {
        FlowModel adapted = Adaptation.adapt(MODEL, TestFlows.abroad(60, 3), 1).model();
        return Stream.of(
                Arguments.of(MODEL, MODEL.newAttribution().orElseThrow(), "weighted_members"),
                Arguments.of(MODEL, MODEL.newShapley().orElseThrow(), "weighted_members_shap"),
                Arguments.of(adapted, adapted.newAttribution().orElseThrow(), "local_path"),
                Arguments.of(adapted, adapted.newShapley().orElseThrow(), "local_shap"));
    }

    @ParameterizedTest
    @MethodSource("attributions")
    void shouldAttributeTheScoreToFeaturesThatSumToIt(FlowModel model, Attribution attribution, String method) {
        FlowScorer scorer = model.newScorer();
        assertThat(attribution.method()).isEqualTo(method);
        double[] contributions = new double[FlowFeatures.COUNT];
        LabelledFlows flows = TestFlows.home(30, 5);
        int explained = 0;
        for (int i = 0; i < flows.size(); i++) {
            flows.copyRow(i, row);
            double base = attribution.contributions(row, contributions);
            assertThat(base + Arrays.stream(contributions).sum()).isEqualTo(scorer.score(row), within(1e-6));
            explained += Arrays.stream(contributions).anyMatch(part -> part != 0) ? 1 : 0;
        }
        assertThat(explained).isGreaterThan(25);
    }
}
