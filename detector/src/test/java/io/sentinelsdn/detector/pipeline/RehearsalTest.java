package io.sentinelsdn.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void shouldReachTheLastStepOfThePath() {
        assertThat(Rehearsal.play(() -> null)).isGreaterThanOrEqualTo(3);
    }
}
