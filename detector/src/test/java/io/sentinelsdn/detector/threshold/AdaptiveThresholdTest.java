package io.sentinelsdn.detector.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdaptiveThresholdTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int DAY = 86_400;

    private final AdaptiveThreshold threshold = new AdaptiveThreshold(150, 3);
    private long nowNs;

    /** When the next window ends. */
    private long window() {
        return nowNs += SECOND / 4;
    }

    private void learn(int seconds, double value) {
        for (int i = 0; i < seconds; i++) {
            nowNs += SECOND;
            threshold.learn(value, nowNs);
        }
    }

    @Test
    void shouldNeedTwoStepsOrAFullSecond() {
        assertThat(threshold.observe(200, 0, window())).isFalse();
        assertThat(threshold.suspicious()).isTrue();
        assertThat(threshold.observe(100, 0, window())).isFalse();
        assertThat(threshold.observe(200, 0, window())).isFalse();
        assertThat(threshold.observe(200, 0, window())).isTrue();

        assertThat(new AdaptiveThreshold(150, 3).observe(200, 160, window())).isTrue();
    }

    @Test
    void shouldTakeAsLongAsTwoStepsHoweverManyWindowsAreInBetween() {
        assertThat(threshold.observe(200, 0, nowNs)).isFalse();
        for (int i = 0; i < 4; i++) {
            nowNs += SECOND / 20;
            assertThat(threshold.observe(200, 0, nowNs)).isFalse();
            assertThat(threshold.pending()).isTrue();
        }
        nowNs += SECOND / 20;
        assertThat(threshold.observe(200, 0, nowNs)).isTrue();
        assertThat(threshold.pending()).isFalse();
    }

    @Test
    void shouldBeginAnewAfterOneWindowBelow() {
        threshold.observe(200, 0, nowNs);
        nowNs += SECOND / 10;
        threshold.observe(100, 0, nowNs);
        nowNs += SECOND / 5;

        assertThat(threshold.observe(200, 0, nowNs)).isFalse();
    }

    @Test
    void shouldGoOffOnlyBelowHalf() {
        threshold.observe(200, 200, window());

        assertThat(threshold.observe(100, 0, window())).isTrue();
        assertThat(threshold.observe(74, 0, window())).isFalse();
    }

    @Test
    void shouldFollowWhatIsNormalForTheDestination() {
        Random random = new Random(1);
        for (int i = 0; i < 14 * DAY; i += 20) {
            nowNs += 20 * SECOND;
            threshold.learn(100 * random.nextDouble(), nowNs);
        }

        assertThat(threshold.baseline()).isBetween(80.0, 105.0);
        assertThat(threshold.threshold()).isEqualTo(3 * threshold.baseline());
    }

    @Test
    void shouldMoveLittleInOneDay() {
        learn(5_000, 149);

        assertThat(threshold.baseline()).isCloseTo(50.95, within(1e-9));
        assertThat(threshold.threshold()).isCloseTo(152.85, within(1e-9));
    }

    @Test
    void shouldMoveByTenPercentAtMostInAnyDayHoweverItIsTimed() {
        List<Double> hourly = new ArrayList<>();
        for (int hour = 0; hour < 14 * 24; hour++) {
            learn(300, hour < 200 ? threshold.threshold() : 0);
            nowNs += 3300 * SECOND;
            hourly.add(threshold.threshold());
        }

        assertThat(hourly.get(199)).isGreaterThan(1.5 * 150);
        for (int hour = 24; hour < hourly.size(); hour++) {
            assertThat(hourly.get(hour) / hourly.get(hour - 24)).isBetween(0.9, 1.1);
        }
    }

    @Test
    void shouldGoBackToTheLastGoodVersionWhenAnAlarmFollows() {
        learn(5_000, 149);
        nowNs += 9 * 3600 * SECOND;
        learn(5_000, 149);
        double learnedBeforeTheAttack = threshold.baseline();

        threshold.observe(1_000, 1_000, window());

        assertThat(threshold.baseline()).isLessThan(learnedBeforeTheAttack).isCloseTo(50.95, within(1e-9));
    }

    @Test
    void shouldKnowAfterARestartWhatItKnewBefore() {
        learn(5_000, 149);
        threshold.calledFalse();

        AdaptiveThreshold restarted = new AdaptiveThreshold(150, 3);
        restarted.restore(threshold.learned(nowNs), nowNs);

        assertThat(restarted.threshold()).isEqualTo(threshold.threshold()).isGreaterThan(200);
        assertThat(restarted.learned(nowNs)).isEqualTo(threshold.learned(nowNs));
    }

    @Test
    void shouldBecomeLessSensitiveWithEachFalseAlarmWithinLimits() {
        threshold.calledFalse();
        assertThat(threshold.threshold()).isEqualTo(225);
        for (int i = 0; i < 10; i++) {
            threshold.calledFalse();
        }
        assertThat(threshold.threshold()).isEqualTo(600);

        for (int i = 0; i < 10; i++) {
            threshold.calledTrue();
        }
        assertThat(threshold.threshold()).isEqualTo(150);
    }

    @Test
    void shouldNotLearnAboveTheThreshold() {
        learn(1_000, 151);

        assertThat(threshold.baseline()).isZero();
    }

    @Test
    void shouldNeverExceedTheCeilingHoweverPatientThePoisoner() {
        for (int hour = 0; hour < 100 * 24; hour += 8) {
            learn(600, threshold.threshold());
            nowNs += 8 * 3600 * SECOND;
        }

        assertThat(threshold.threshold()).isEqualTo(40 * 150);
    }

    @Test
    void shouldTakeAnotherFloorAndFactorAndKeepWhatWasLearnedWithinThem() {
        AdaptiveThreshold threshold = new AdaptiveThreshold(100, 3);
        threshold.restore(new AdaptiveThreshold.Learned(200, 200, 0, 1), 0);
        assertThat(threshold.threshold()).isEqualTo(600);

        threshold.change(1_000, 2);
        assertThat(threshold.threshold()).isEqualTo(1_000);
        assertThat(threshold.baseline()).isEqualTo(200);

        threshold.change(1, 2);
        assertThat(threshold.baseline()).isEqualTo(40);
        assertThat(threshold.threshold()).isEqualTo(40);
    }
}
