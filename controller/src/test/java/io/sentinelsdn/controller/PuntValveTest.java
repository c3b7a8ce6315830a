package io.sentinelsdn.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PuntValveTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final List<Boolean> told = new ArrayList<>();
    private long nowNs = 5 * SECOND_NS;
    private long count;
    private final PuntValve valve = new PuntValve(100, told::add, nowNs);

    /** A second in which so many PACKET_INs come. */
    private void second(int packetIns) {
        nowNs += SECOND_NS;
        count += packetIns;
        valve.second(count, nowNs);
    }

    @Test
    void shouldCloseAfterThreeSecondsAboveTheLimitAndOpenAgain() {
        second(101);
        second(101);
        second(99);
        second(101);
        second(101);
        assertThat(told).isEmpty();
        second(101);
        assertThat(told).containsExactly(false);
        assertThat(valve.isClosed()).isTrue();

        second(0);
        assertThat(told).containsExactly(false, true);
        assertThat(valve.isClosed()).isFalse();
    }

    @Test
    void shouldStayClosedTwiceAsLongEachTimeUpToThirtySeconds() {
        List<Integer> pauses = new ArrayList<>();
        for (int time = 0; time < 7; time++) {
            while (!valve.isClosed()) {
                second(1_000);
            }
            int seconds = 0;
            while (valve.isClosed()) {
                second(0);
                seconds++;
            }
            pauses.add(seconds);
        }

        assertThat(pauses).containsExactly(1, 2, 4, 8, 16, 30, 30);
    }

    @Test
    void shouldBeginWithAShortPauseAfterACalmMinute() {
        for (int i = 0; i < 3; i++) {
            second(1_000);
        }
        for (int i = 0; i < 100; i++) {
            second(10);
        }
        for (int i = 0; i < 3; i++) {
            second(1_000);
        }
        assertThat(valve.isClosed()).isTrue();
        second(0);
        assertThat(valve.isClosed()).isFalse();
    }

    @Test
    void shouldNeverCloseWithoutALimit() {
        PuntValve open = new PuntValve(0, told::add, nowNs);
        for (int i = 1; i < 10; i++) {
            assertThat(open.second(i * 1_000_000L, nowNs + i * SECOND_NS)).isFalse();
        }
        assertThat(told).isEmpty();
    }
}
