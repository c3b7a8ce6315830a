package io.sentinelsdn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VictimSeriesTest {
    private final VictimSeries series = new VictimSeries();

    @Test
    void shouldFindTheEndOfTheLastLoudStep() {
        add(10, 200);
        add(20, 9);
        assertThat(series.secondsToMitigate()).isCloseTo(1.0, within(1e-9));
        assertThat(series.total()).isEqualTo(2180);
        assertThat(series.latestPps()).isCloseTo(90, within(1e-9));
    }

    @Test
    void shouldNotCallFivePercentMitigated() {
        add(10, 200);
        add(20, 10);
        assertThat(series.secondsToMitigate()).isNull();
    }

    @Test
    void shouldWantHalfASecondOfQuiet() {
        add(10, 200);
        add(4, 0);
        assertThat(series.secondsToMitigate()).isNull();
        add(1, 0);
        assertThat(series.secondsToMitigate()).isCloseTo(1.0, within(1e-9));
    }

    @Test
    void shouldGrow() {
        add(10_000, 1);
        assertThat(series.total()).isEqualTo(10_000);
    }

    private void add(int steps, long packets) {
        for (int i = 0; i < steps; i++) {
            series.add(packets);
        }
    }
}
