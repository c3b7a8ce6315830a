package io.sentinelsdn.detector.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlowFeaturesTest {
    private static final double UNKNOWN = Double.NaN;

    private final float[] row = new float[FlowFeatures.COUNT];

    @Test
    void shouldNameEveryFeatureOnceInRowOrder() {
        assertThat(FlowFeatures.NAMES).hasSize(FlowFeatures.COUNT).doesNotHaveDuplicates();
        assertThat(FlowFeatures.NAMES.get(FlowFeatures.MEAN_SIZE)).isEqualTo("mean_size");
        assertThat(FlowFeatures.NAMES.get(FlowFeatures.SYN_SHARE)).isEqualTo("syn_share");
        assertThat(FlowFeatures.NAMES.get(FlowFeatures.REVERSE_BYTES_RATIO)).isEqualTo("reverse_bytes_ratio");
        assertThat(FlowFeatures.NAMES.get(FlowFeatures.SHAPE)).isEqualTo("size_min");
        assertThat(FlowFeatures.NAMES.get(FlowFeatures.LOG_REVERSE_WINDOW)).isEqualTo("log_reverse_window");
        assertThat(FlowFeatures.NAMES.get(FlowFeatures.TABLE)).isEqualTo("table_rate_vs_life");
        assertThat(FlowFeatures.NAMES).containsAll(FlowFeatures.TRANSFERABLE);
    }

    @Test
    void shouldPinTheSchemaHash() {
        assertThat(FlowFeatures.HASH).isEqualTo("59695e7ba01c7c4e22df71537076cc03fb072f70dc5e27d31276d170d36c957e");
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
    void shouldCompareTheIntervalWithTheLifeOfTheEntry() {
        FlowFeatures.fill(row, 17, 20, 1000, 2, 5, 3000, UNKNOWN, UNKNOWN, UNKNOWN);
        assertThat(row[FlowFeatures.LIFE_LOG_PPS]).isNaN();

        FlowFeatures.fillLife(row, 10, 100, 60_000, 25);

        assertThat(row[FlowFeatures.LIFE_LOG_PPS]).isCloseTo(4.61512f, within(1e-4f));
        assertThat(row[FlowFeatures.LIFE_LOG_BYTES_PER_SECOND]).isCloseTo(11.00211f, within(1e-4f));
        assertThat(row[FlowFeatures.LIFE_MEAN_SIZE]).isEqualTo(600);
        assertThat(row[FlowFeatures.LIFE_REVERSE_RATIO]).isEqualTo(0.25f);
        assertThat(row[FlowFeatures.RATE_VS_LIFE]).isCloseTo((float) Math.log(10.1 / 100.1), within(1e-4f));
        assertThat(row[FlowFeatures.REVERSE_BYTES_RATIO]).isCloseTo((float) Math.log(3001 / 1001.0), within(1e-4f));
        FlowFeatures.fillLife(row, UNKNOWN, 10, 500, 0);
        assertThat(row[FlowFeatures.RATE_VS_LIFE]).isNaN();
    }

    @Test
    void shouldForgetTheRowBefore() {
        Arrays.fill(row, 7);

        FlowFeatures.fill(row, 17, 20, 1000, 2, 5, 3000, UNKNOWN, UNKNOWN, UNKNOWN);

        for (int feature = FlowFeatures.SHAPE; feature < FlowFeatures.COUNT; feature++) {
            assertThat(row[feature]).isNaN();
        }
    }

    @Test
    void shouldKeepOnlyWhatTheFlowTableKnowsWhenMasked() {
        Arrays.fill(row, 7);

        FlowFeatures.maskToLive(row);

        for (int feature = 0; feature < FlowFeatures.COUNT; feature++) {
            assertThat(Float.isNaN(row[feature])).isEqualTo(feature >= FlowFeatures.LIVE);
        }
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
