package io.sentinelsdn.detector.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.model.ModelKind;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ModelScoreTest {
    private final float[] row = new float[FlowFeatures.COUNT];

    /** Gives every row the same score. */
    private record Constant(double score, int featureCount) implements FlowModel {
        @Override
        public ModelKind kind() {
            return ModelKind.RANDOM_FOREST;
        }

        @Override
        public List<String> classNames() {
            return List.of();
        }

        @Override
        public FlowScorer newScorer() {
            return anyRow -> score;
        }
    }

    @Test
    void shouldScoreWithWhateverIsActiveWhileModelsChangeUnderWay() throws InterruptedException {
        AtomicReference<FlowModel> active = new AtomicReference<>(new Constant(0.25, FlowFeatures.COUNT));
        AtomicBoolean odd = new AtomicBoolean();
        Thread scoring = new Thread(() -> {
            ModelScore score = new ModelScore(active::get);
            for (int i = 0; i < 200_000; i++) {
                double seen = score.attack(row);
                if (seen != 0.25 && seen != 0.75) {
                    odd.set(true);
                }
            }
        });
        scoring.start();
        for (int i = 0; scoring.isAlive(); i++) {
            active.set(new Constant(i % 2 == 0 ? 0.75 : 0.25, FlowFeatures.COUNT));
        }
        scoring.join();

        assertThat(odd).isFalse();
        active.set(new Constant(0.75, FlowFeatures.COUNT));
        assertThat(new ModelScore(active::get).attack(row)).isEqualTo(0.75);
    }

    @Test
    void shouldHaveNoOpinionWithoutAUsableModel() {
        assertThat(new ModelScore(() -> null).attack(row)).isNaN();
        assertThat(new ModelScore(() -> new Constant(1, 3)).attack(row)).isNaN();
    }
}
