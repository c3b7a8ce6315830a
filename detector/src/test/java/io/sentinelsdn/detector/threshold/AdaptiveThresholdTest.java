package io.sentinelsdn.detector.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdaptiveThresholdTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int DAY = 86_400;

    private final AdaptiveThreshold threshold = new AdaptiveThreshold(150, 3);
    private long nowNs;

    private void learn(int seconds, double value) {
        for (int i = 0; i < seconds; i++) {
            nowNs += SECOND;
            threshold.learn(value, nowNs);
        }
    }

    @Test
    void shouldNeedTwoStepsOrAFullSecond() {
        assertThat(threshold.observe(200, 0)).isFalse();
        assertThat(threshold.suspicious()).isTrue();
        assertThat(threshold.observe(100, 0)).isFalse();
        assertThat(threshold.observe(200, 0)).isFalse();
        assertThat(threshold.observe(200, 0)).isTrue();

        assertThat(new AdaptiveThreshold(150, 3).observe(200, 160)).isTrue();
    }

    @Test
    void shouldGoOffOnlyBelowHalf() {
        threshold.observe(200, 200);

        assertThat(threshold.observe(100, 0)).isTrue();
        assertThat(threshold.observe(74, 0)).isFalse();
    }

    @Test
    void shouldFollowWhatIsNormalForTheDestination() {
        Random random = new Random(1);
        for (int i = 0; i < 6 * DAY; i += 20) {
            nowNs += 20 * SECOND;
            threshold.learn(100 * random.nextDouble(), nowNs);
        }

        assertThat(threshold.baseline()).isBetween(80.0, 105.0);
        assertThat(threshold.threshold()).isEqualTo(3 * threshold.baseline());
    }

    @Test
    void shouldMoveLittleInOneDay() {
        learn(5_000, 149);

        assertThat(threshold.baseline()).isEqualTo(25);
        assertThat(threshold.threshold()).isEqualTo(150);
    }

    @Test
    void shouldNotLearnAboveTheThreshold() {
        learn(1_000, 151);

        assertThat(threshold.baseline()).isZero();
    }

    @Test
    void shouldNeverExceedTheCeilingHoweverPatientThePoisoner() {
        for (int day = 0; day < 60; day++) {
            learn(600, threshold.threshold());
            nowNs += DAY * SECOND;
        }

        assertThat(threshold.threshold()).isEqualTo(40 * 150);
    }
}
