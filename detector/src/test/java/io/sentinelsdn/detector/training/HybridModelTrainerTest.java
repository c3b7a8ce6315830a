package io.sentinelsdn.detector.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.detector.deep.AutoencoderConfig;
import io.sentinelsdn.detector.ensemble.HybridCodec;
import io.sentinelsdn.detector.ensemble.HybridModel;
import io.sentinelsdn.detector.ensemble.HybridTrainer;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.IsolationConfig;
import io.sentinelsdn.detector.tree.Progress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trains all members, so it needs DL4J's native library. */
@Tag("native")
class HybridModelTrainerTest {
    private static final HybridTrainer.Config SMALL = new HybridTrainer.Config(
            ForestConfig.DEFAULT.withShape(10, 8, 2),
            IsolationConfig.DEFAULT,
            new AutoencoderConfig(12, 4, 60, 256, 3e-3, 0.2, 0.01, 1));

    private static LabelledFlows generated(int count, long seed) {
        FlowGenerator generator = new FlowGenerator(seed);
        LabelledFlows flows = new LabelledFlows();
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < count; i++) {
            int classIndex = i % 2 == 0 ? 0 : 1 + i / 2 % (Labels.ALL.size() - 1);
            generator.fill(Labels.ALL.get(classIndex), row);
            flows.add(row, classIndex, Labels.ALL.get(classIndex), null, i);
        }
        return flows;
    }

    private static FlowModel train(LabelledFlows flows, int threads) {
        int[] rows = IntStream.range(0, flows.size()).toArray();
        return new HybridModelTrainer(SMALL).train(flows, rows, 5, threads, Progress.SILENT);
    }

    @Test
    void shouldBeAsGoodAsItsForestWhereItHasLearnt() {
        LabelledFlows learnt = generated(6000, 1);
        LabelledFlows judged = generated(3000, 2);
        FlowModel forest = new ForestModelTrainer(SMALL.forest())
                .train(learnt, IntStream.range(0, 6000).toArray(), 5, 2, Progress.SILENT);

        HybridModel hybrid = (HybridModel) train(learnt, 2);

        assertThat(hybrid.hasAutoencoder()).isTrue();
        assertThat(Evaluation.of(hybrid, judged).all().mcc())
                .isGreaterThan(Evaluation.of(forest, judged).all().mcc() - 0.005);
    }

    @Test
    void shouldGiveTheSameHybridWhateverTheThreads() {
        LabelledFlows flows = generated(2000, 1);
        HybridCodec codec = new HybridCodec();

        assertThat(codec.write(train(flows, 1))).isEqualTo(codec.write(train(flows, 2)));
    }
}
