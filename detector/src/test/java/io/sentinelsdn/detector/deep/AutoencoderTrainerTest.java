package io.sentinelsdn.detector.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.tree.Progress;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Needs DL4J's native library for this platform: leave out with {@code -DexcludedGroups=native} where there is none. */
@Tag("native")
class AutoencoderTrainerTest {
    private static final AutoencoderConfig CONFIG = new AutoencoderConfig(12, 2, 400, 256, 5e-3, 0.2, 0.05, 7);

    @Test
    void shouldGiveWhatDl4jGivesFromPlainArrays() {
        int features = 21;
        MultiLayerNetwork network = AutoencoderTrainer.network(features, AutoencoderConfig.DEFAULT);
        SplittableRandom random = new SplittableRandom(3);
        float[] rows = new float[500 * features];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) (random.nextDouble() * 6 - 3);
        }
        INDArray values = Nd4j.createFromArray(rows).reshape(500, features);
        for (int step = 0; step < 20; step++) {
            network.fit(values, values); // moves the biases away from 0
        }
        float[] expected = network.output(values).dup('c').data().asFloat();

        DenseLayers layers = AutoencoderTrainer.export(features, network);

        for (int row = 0; row < 500; row++) {
            float[] in = new float[layers.widest()];
            System.arraycopy(rows, row * features, in, 0, features);
            float[] out = layers.run(in, new float[layers.widest()]);
            for (int f = 0; f < features; f++) {
                assertThat(out[f]).isEqualTo(expected[row * features + f], within(1e-5f));
            }
        }
    }

    @Test
    void shouldLearnWhatNormalRowsHaveInCommonAndFindWhatBreaksIt() {
        Autoencoder model =
                AutoencoderTrainer.train(NormalRows.of(4000, 1), NormalRows.FEATURES, CONFIG, Progress.SILENT);
        FlowScorer scorer = model.newScorer();

        int falseAlarms = 0;
        int found = 0;
        float[] unseen = NormalRows.of(1000, 2);
        float[] row = new float[NormalRows.FEATURES];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(unseen, i * row.length, row, 0, row.length);
            falseAlarms += scorer.score(row) > FlowScorer.ALARM ? 1 : 0;
            row[1] = 30 - row[1]; // each value is ordinary, together they are not
            boolean broken = Math.abs(row[1] - 3 * row[0]) > 10;
            found += broken && scorer.score(row) > FlowScorer.ALARM ? 1 : 0;
        }
        assertThat(falseAlarms).isLessThan(100);
        assertThat(found).isGreaterThan(600);
    }

    @Test
    void shouldGiveTheSameBitsForTheSameSeed() {
        float[] rows = NormalRows.of(500, 1);
        AutoencoderConfig config = CONFIG.withSteps(50);
        AutoencoderCodec codec = new AutoencoderCodec();

        byte[] once = codec.write(AutoencoderTrainer.train(rows, NormalRows.FEATURES, config, Progress.SILENT));
        byte[] again = codec.write(AutoencoderTrainer.train(rows, NormalRows.FEATURES, config, Progress.SILENT));
        byte[] other =
                codec.write(AutoencoderTrainer.train(rows, NormalRows.FEATURES, config.withSeed(8), Progress.SILENT));

        assertThat(again).isEqualTo(once);
        assertThat(other).isNotEqualTo(once);
    }

    @Test
    void shouldStopWhenTold() {
        assertThatThrownBy(() -> AutoencoderTrainer.train(
                        NormalRows.of(500, 1), NormalRows.FEATURES, CONFIG, done -> done < 0.1))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldRefuseTooFewRows() {
        assertThatThrownBy(() ->
                        AutoencoderTrainer.train(NormalRows.of(99, 1), NormalRows.FEATURES, CONFIG, Progress.SILENT))
                .hasMessageContaining("at least 100")
                .hasMessageContaining("99");
    }
}
