package io.sentinelsdn.detector.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TableActivityTest {
    private static final int RATE_VS_LIFE = 0;
    private static final int RATE_VS_CALM = 1;
    private static final int SHIFT = 2;
    private static final int ACTIVE = 3;
    private static final int QUIET = 4;
    private static final int RECENT_SHIFT = 5;
    private static final int RECENT_QUIET = 6;

    private final TableActivity activity = new TableActivity();

    @Test
    void shouldFindNothingWhereTrafficFlowsAsEver() {
        for (int poll = 0; poll < 10; poll++) {
            activity.poll(new double[] {10, 30, 0}, new double[] {10, 30, 0}, 3, true);
        }

        assertThat(feature(RATE_VS_LIFE)).isCloseTo(0, within(1e-6f));
        assertThat(feature(RATE_VS_CALM)).isCloseTo(0, within(1e-6f));
        assertThat(feature(SHIFT)).isZero();
        assertThat(feature(ACTIVE)).isCloseTo(2 / 3f, within(1e-6f));
        assertThat(feature(QUIET)).isZero();
        assertThat(feature(RECENT_SHIFT)).isZero();
    }

    @Test
    void shouldSeeThatTrafficMovedToAnotherEntry() {
        activity.poll(new double[] {10, 30, 0}, new double[] {10, 30, 0}, 3, true);
        activity.poll(new double[] {0, 0, 80}, new double[] {10, 30, 10}, 3, true);

        assertThat(feature(RATE_VS_LIFE)).isCloseTo((float) Math.log(80.1 / 50.1), within(1e-6f));
        assertThat(feature(RATE_VS_CALM)).isNaN();
        assertThat(feature(SHIFT)).isCloseTo(0.8f, within(1e-6f));
        assertThat(feature(ACTIVE)).isCloseTo(1 / 3f, within(1e-6f));
        assertThat(feature(QUIET)).isCloseTo(0.8f, within(1e-6f));
        assertThat(feature(RECENT_SHIFT)).isCloseTo(0.3f * 0.8f, within(1e-6f));
        assertThat(feature(RECENT_QUIET)).isCloseTo(0.3f * 0.8f, within(1e-6f));
    }

    @Test
    void shouldMeanTheSameOnANetworkThatIsTenTimesAsFast() {
        TableActivity fast = new TableActivity();
        for (int poll = 0; poll < 5; poll++) {
            activity.poll(new double[] {100, 300 + poll}, new double[] {200, 300}, 2, true);
            fast.poll(new double[] {1000, 3000 + poll * 10}, new double[] {2000, 3000}, 2, true);
        }
        float[] other = new float[FlowFeatures.COUNT];
        fast.fill(other);

        for (int i = 0; i <= RECENT_QUIET; i++) {
            assertThat(feature(i)).isCloseTo(other[FlowFeatures.TABLE + i], within(1e-3f));
        }
    }

    @Test
    void shouldNotCountAPollTwiceThatBringsNothingNew() {
        activity.poll(new double[] {0, 80}, new double[] {40, 10}, 2, true);
        float recent = feature(RECENT_SHIFT);

        activity.poll(new double[] {0, 80}, new double[] {40, 10}, 2, false);

        assertThat(feature(RECENT_SHIFT)).isEqualTo(recent);
    }

    @Test
    void shouldKnowNothingBeforeTheFirstInterval() {
        activity.poll(new double[] {Double.NaN}, new double[] {10}, 1, true);

        for (int i = 0; i <= RECENT_QUIET; i++) {
            assertThat(feature(i)).isNaN();
        }
    }

    private float feature(int index) {
        float[] row = new float[FlowFeatures.COUNT];
        activity.fill(row);
        return row[FlowFeatures.TABLE + index];
    }
}
