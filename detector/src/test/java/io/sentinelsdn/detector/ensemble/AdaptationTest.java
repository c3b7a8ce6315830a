package io.sentinelsdn.detector.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.tree.IsolationConfig;
import io.sentinelsdn.detector.tree.IsolationTrainer;
import io.sentinelsdn.detector.tree.Progress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdaptationTest {
    private static final HybridModel HOME = TestHybrids.home();
    private static final LabelledFlows FEW = TestFlows.abroad(60, 3);
    private static final LabelledFlows REST = TestFlows.abroad(1000, 4);

    private static double right(FlowModel model) {
        FlowScorer scorer = model.newScorer();
        float[] row = new float[FlowFeatures.COUNT];
        int right = 0;
        for (int i = 0; i < REST.size(); i++) {
            REST.copyRow(i, row);
            right += (scorer.score(row) > FlowScorer.ALARM) == (REST.classIndex(i) != 0) ? 1 : 0;
        }
        return (double) right / REST.size();
    }

    @Test
    void shouldLearnAnotherNetworkFromFewRows() {
        assertThat(right(HOME)).isLessThan(0.9);

        Adaptation.Result result = Adaptation.adapt(HOME, FEW, 1);

        assertThat(right(result.model())).isGreaterThan(0.98);
        assertThat(result.rows()).isEqualTo(60);
        assertThat(result.mccAfter()).isGreaterThan(0.9).isGreaterThan(result.mccBefore());
        assertThat(((HybridModel) result.model()).isAdapted()).isTrue();
        assertThat(HOME.isAdapted()).isFalse();
    }

    @Test
    void shouldMakeAHybridOfAForest() {
        FlowModel adapted = Adaptation.adapt(HOME.forest, FEW, 1).model();

        assertThat(adapted.kind()).isEqualTo(ModelKind.HYBRID);
        assertThat(right(adapted)).isGreaterThan(0.98);
    }

    @Test
    void shouldMoveOnlyTheThresholdOfAnAnomalyModel() {
        FlowModel isolation = IsolationTrainer.train(
                TestFlows.normalValues(TestFlows.home(2000, 1)),
                FlowFeatures.COUNT,
                IsolationConfig.DEFAULT,
                Progress.SILENT);

        Adaptation.Result result = Adaptation.adapt(isolation, FEW, 1);

        assertThat(result.model().kind()).isEqualTo(ModelKind.ISOLATION_FOREST);
        assertThat(result.mccAfter()).isGreaterThanOrEqualTo(result.mccBefore());
        assertThat(right(result.model())).isGreaterThanOrEqualTo(right(isolation));
    }

    @Test
    void shouldKeepTheLastLayerInTheFile() {
        FlowModel adapted = Adaptation.adapt(HOME, FEW, 1).model();
        HybridCodec codec = new HybridCodec();

        FlowModel read = codec.read(codec.write(adapted), FlowFeatures.COUNT, adapted.classNames());

        assertThat(((HybridModel) read).isAdapted()).isTrue();
        assertThat(right(read)).isEqualTo(right(adapted));
    }

    @Test
    void shouldGiveTheSameModelForTheSameSeed() {
        HybridCodec codec = new HybridCodec();

        assertThat(codec.write(Adaptation.adapt(HOME, FEW, 1).model()))
                .isEqualTo(codec.write(Adaptation.adapt(HOME, FEW, 1).model()))
                .isNotEqualTo(codec.write(Adaptation.adapt(HOME, FEW, 2).model()));
    }

    @Test
    void shouldRefuseTooFewRowsOfOneSide() {
        LabelledFlows oneSided = TestFlows.only(FEW, true);
        assertThatThrownBy(() -> Adaptation.adapt(HOME, oneSided, 1)).hasMessageContaining("0 and 30");
        LabelledFlows tiny = FEW.part(IntStream.range(0, 8).toArray());
        assertThatThrownBy(() -> Adaptation.adapt(HOME, tiny, 1)).hasMessageContaining("at least 5");
    }
}
