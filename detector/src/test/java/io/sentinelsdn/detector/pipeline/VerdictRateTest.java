package io.sentinelsdn.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictRateTest {
    private static final long SECOND = 1_000_000_000L;

    private long total = 1000;
    private final VerdictRate rate = new VerdictRate(() -> total);

    private void seconds(int from, int count, long each) {
        for (int i = 0; i < count; i++) {
            total += each;
            rate.mark((from + i) * SECOND);
        }
    }

    @Test
    void shouldTellTheRateOfTheLastTenSeconds() {
        rate.mark(0);
        assertThat(rate.perSecond()).isZero();

        seconds(1, 3, 50);
        assertThat(rate.perSecond()).isEqualTo(50);
        seconds(4, 30, 200);
        assertThat(rate.perSecond()).as("what was before is forgotten").isEqualTo(200);
        seconds(34, 5, 0);
        assertThat(rate.perSecond()).isEqualTo(100);
        seconds(39, 5, 0);
        assertThat(rate.perSecond()).isZero();
    }
}
