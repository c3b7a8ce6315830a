package io.sentinelsdn.detector.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FlowFeaturesTest {
    private static final double UNKNOWN = Double.NaN;

    private final float[] row = new float[FlowFeatures.COUNT];

    @Test
    void shouldNameEveryFeatureOnceInRowOrder() {
        assertThat(FlowFeatures.NAMES).hasSize(FlowFeatures.COUNT).doesNotHaveDuplicates();
        assertThat(FlowFeatures.NAMES.get(FlowFeatures.MEAN_SIZE)).isEqualTo("mean_size");
        assertThat(FlowFeatures.NAMES.get(FlowFeatures.SYN_SHARE)).isEqualTo("syn_share");
    }

    @Test
    void shouldPinTheSchemaHash() {
        assertThat(FlowFeatures.HASH).isEqualTo("d2bc8accc7a46fc7e5f2c951892ea797c0750d1ab8eec392b4257bcd752df112");
    }

    @Test
    void shouldComputeAHandWorkedUdpFlowWithReplies() {
        FlowFeatures.fill(row, 17, 200, 12_000, 2, 50, 5_000, 99, 40, 0);

        assertThat(row[FlowFeatures.IS_UDP]).isEqualTo(1);
        assertThat(row[FlowFeatures.IS_TCP]).isZero();
        assertThat(row[FlowFeatures.LOG_PPS]).isCloseTo(4.61512f, within(1e-4f));
        assertThat(row[FlowFeatures.LOG_BYTES_PER_SECOND]).isCloseTo(8.69968f, within(1e-4f));
        assertThat(row[FlowFeatures.MEAN_SIZE]).isEqualTo(60);
        assertThat(row[FlowFeatures.LOG_REVERSE_PPS]).isCloseTo(3.2581f, within(1e-4f));
        assertThat(row[FlowFeatures.REVERSE_RATIO]).isEqualTo(0.25f);
        assertThat(row[FlowFeatures.REVERSE_MEAN_SIZE]).isEqualTo(100);
        assertThat(row[FlowFeatures.ONE_WAY]).isZero();
        assertThat(row[FlowFeatures.PPS_CHANGE]).isCloseTo(0.00995f, within(1e-4f));
        assertThat(row[FlowFeatures.SIZE_CHANGE]).isEqualTo(20);
    }

    @Test
    void shouldTellNoReverseFlowFromAnUnknownOne() {
        FlowFeatures.fill(row, 6, 10, 540, 1, 0, 0, UNKNOWN, UNKNOWN, 1);
        assertThat(row[FlowFeatures.ONE_WAY]).isEqualTo(1);
        assertThat(row[FlowFeatures.REVERSE_MEAN_SIZE]).isZero();
        assertThat(row[FlowFeatures.PPS_CHANGE]).isNaN();
        assertThat(row[FlowFeatures.SIZE_CHANGE]).isNaN();

        FlowFeatures.fill(row, 6, 10, 540, 1, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
        assertThat(row[FlowFeatures.ONE_WAY]).isNaN();
        assertThat(row[FlowFeatures.REVERSE_MEAN_SIZE]).isNaN();
        assertThat(row[FlowFeatures.SYN_SHARE]).isNaN();
    }

    @Test
    void shouldNeverBeInfinite() {
        FlowFeatures.fill(row, -1, 1e300, 1e300, 1e-300, 1e300, 1e308, 0, 0, 0);
        for (float value : row) {
            assertThat(Float.isInfinite(value)).isFalse();
        }
        FlowFeatures.fill(row, 1, 0, 0, 0, 0, 0, UNKNOWN, UNKNOWN, UNKNOWN);
        for (float value : row) {
            assertThat(Float.isInfinite(value)).isFalse();
        }
        assertThat(row[FlowFeatures.IS_ICMP]).isEqualTo(1);
        assertThat(row[FlowFeatures.MEAN_SIZE]).isNaN();
    }
}
