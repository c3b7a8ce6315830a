package io.sentinelsdn.detector.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void shouldMatchAHandWorkedTable() {
        // 3 hits, 1 miss, 1 false alarm, 5 quiet
        boolean[] attack = {true, true, true, true, false, false, false, false, false, false};
        float[] score = {0.9f, 0.8f, 0.6f, 0.3f, 0.7f, 0.4f, 0.2f, 0.2f, 0.1f, 0.1f};
        boolean[] alarm = new boolean[10];
        for (int i = 0; i < 10; i++) {
            alarm[i] = score[i] > 0.5f;
        }

        Figures figures = Figures.of(attack, alarm, score);

        assertThat(figures.accuracy()).isCloseTo(0.8, within(1e-12));
        assertThat(figures.precision()).isCloseTo(0.75, within(1e-12));
        assertThat(figures.recall()).isCloseTo(0.75, within(1e-12));
        assertThat(figures.f1()).isCloseTo(0.75, within(1e-12));
        assertThat(figures.fpr()).isCloseTo(1 / 6.0, within(1e-12));
        // (3*5 - 1*1) / sqrt(4*4*6*6)
        assertThat(figures.mcc()).isCloseTo(14 / 24.0, within(1e-12));
        // pairs won: 6 + 6 + 5 + 4 of 24
        assertThat(figures.rocAuc()).isCloseTo(21 / 24.0, within(1e-12));
        // precision at each hit: 1, 1, 3/4, 4/6
        assertThat(figures.prAuc()).isCloseTo((1 + 1 + 0.75 + 4 / 6.0) / 4, within(1e-12));
        assertThat(figures.fprAtRecall99()).isCloseTo(2 / 6.0, within(1e-12));
    }

    @Test
    void shouldCountTiesHalf() {
        Figures figures = Figures.of(new boolean[] {true, false}, new boolean[] {true, true}, new float[] {0.5f, 0.5f});
        assertThat(figures.rocAuc()).isEqualTo(0.5);
        assertThat(figures.mcc()).isZero();
    }

    @Test
    void shouldSayThatACurveNeedsBothKinds() {
        Figures figures = Figures.of(new boolean[] {true}, new boolean[] {true}, new float[] {1});
        assertThat(figures.rocAuc()).isNaN();
        assertThat(figures.fpr()).isNaN();
        assertThat(figures.recall()).isEqualTo(1);
    }
}
