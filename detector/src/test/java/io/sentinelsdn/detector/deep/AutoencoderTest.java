package io.sentinelsdn.detector.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.feature.Scaling;
import io.sentinelsdn.detector.model.FlowScorer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoencoderTest {
    /** Two features, one unit between them: keeps feature 0 where it is above 0 and makes feature 1 the same. */
    private static final Autoencoder COPY_FIRST = new Autoencoder(
            new Scaling(new float[] {10, 0}, new float[] {2, 1}),
            new DenseLayers(2, new float[][] {{1, 0}, {1, 1}}, new float[][] {{0}, {0, 0}}),
            0.5f);

    private final Reconstruction reconstruction = COPY_FIRST.newReconstruction();

    @Test
    void shouldMeasureTheSquareErrorInDeviations() {
        float[] reconstructed = new float[2];
        reconstruction.reconstruct(new float[] {14, 0}, reconstructed);

        assertThat(reconstructed).containsExactly(14, 2);
        assertThat(reconstruction.error(new float[] {14, 0})).isEqualTo(2); // (0² + 2²) / 2
        assertThat(reconstruction.score(new float[] {14, 2})).isZero();
        assertThat(reconstruction.score(new float[] {14, 0})).isEqualTo(2 / 2.5);
    }

    @Test
    void shouldRaiseNoAlarmAtTheThresholdAndOneAbove() {
        assertThat(reconstruction.score(new float[] {12, 0})).isEqualTo(FlowScorer.ALARM);
        assertThat(reconstruction.score(new float[] {12.1f, 0})).isGreaterThan(FlowScorer.ALARM);
    }

    @Test
    void shouldLeaveUnknownFeaturesOutOfTheError() {
        assertThat(reconstruction.error(new float[] {14, Float.NaN})).isZero();
        assertThat(reconstruction.error(new float[] {Float.NaN, 3})).isEqualTo(9);
        assertThat(reconstruction.score(new float[] {Float.NaN, Float.NaN})).isZero();
    }

    @Test
    void shouldDivideTheScoreAmongTheFeaturesByTheirErrors() {
        double[] contributions = new double[2];
        double base = reconstruction.contributions(new float[] {4, 1}, contributions);

        // reconstructed as the mean: errors 3² and 1²
        assertThat(base).isZero();
        assertThat(contributions[0]).isEqualTo(9 * contributions[1], within(1e-12));
        assertThat(base + Arrays.stream(contributions).sum())
                .isEqualTo(reconstruction.score(new float[] {4, 1}), within(1e-12));
    }

    @Test
    void shouldScoreTheSameAfterWritingAndReading() {
        AutoencoderCodec codec = new AutoencoderCodec();
        byte[] bytes = codec.write(COPY_FIRST);

        FlowScorer read = codec.read(bytes, 2, List.of()).newScorer();

        assertThat(read.score(new float[] {17, 3})).isEqualTo(reconstruction.score(new float[] {17, 3}));
        assertThat(codec.write(codec.read(bytes, 2, List.of()))).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseBytesThatAreNoAutoencoder() {
        AutoencoderCodec codec = new AutoencoderCodec();
        byte[] bytes = codec.write(COPY_FIRST);

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.read(cut, 2, List.of())).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> codec.read(Arrays.copyOf(bytes, bytes.length + 1), 2, List.of()))
                .hasMessageContaining("1 bytes too many");
        assertThatThrownBy(() -> codec.read(bytes, 3, List.of())).isInstanceOf(IllegalArgumentException.class);
        byte[] zeroThreshold = bytes.clone();
        Arrays.fill(zeroThreshold, 0, 4, (byte) 0);
        assertThatThrownBy(() -> codec.read(zeroThreshold, 2, List.of())).hasMessageContaining("threshold");
    }
}
