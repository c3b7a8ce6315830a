package io.sentinelsdn.detector.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.graph.GraphCodec;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.ModelCodec;
import io.sentinelsdn.detector.tree.ForestModelCodec;
import io.sentinelsdn.detector.tree.IsolationCodec;
import io.sentinelsdn.detector.tree.Progress;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kinds that need no native library; the others are in {@code HybridModelTrainerTest} and {@code AutoencoderTrainerTest}. */
class SameBitsTest {
    private static final LabelledFlows FLOWS = flows();

    private static LabelledFlows flows() {
        FlowGenerator generator = new FlowGenerator(3);
        LabelledFlows flows = new LabelledFlows();
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < 1200; i++) {
            int classIndex = i % 2 == 0 ? 0 : 1 + i / 2 % (Labels.ALL.size() - 1);
            generator.fill(Labels.ALL.get(classIndex), row);
            flows.add(row, classIndex, Labels.ALL.get(classIndex), null, i / 10.0);
            flows.addEnds("10.0.0." + i % 40, "10.0.1." + (classIndex == 0 ? i % 30 : 1));
        }
        return flows;
    }

    private static Stream<ModelCodec> codecs() {
        return Stream.of(new ForestModelCodec(), new IsolationCodec(), new GraphCodec());
    }

    private static byte[] bytes(ModelCodec codec, long seed, int threads) {
        int[] rows = IntStream.range(0, FLOWS.size()).toArray();
        return codec.write(
                ModelTrainers.of(codec.kind().toString()).train(FLOWS, rows, seed, threads, Progress.SILENT));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void shouldGiveTheSameModelForTheSameSeedWhateverTheThreads(ModelCodec codec) {
        byte[] one = bytes(codec, 7, 1);

        assertThat(bytes(codec, 7, 4)).isEqualTo(one);
        assertThat(bytes(codec, 8, 1)).isNotEqualTo(one);
    }
}
