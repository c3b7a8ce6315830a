package io.sentinelsdn.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RushTest {
    private static final long MS = 1_000_000;

    private long nowNs = 5_000_000 * MS;
    private boolean suspicious;
    private int asked;
    private int waiting;
    private final Rush rush = new Rush(() -> nowNs, () -> suspicious, () -> asked++, () -> waiting++);

    /** Lets time pass in which so many packets a second are sampled at each of these ports. */
    private void run(int ms, int perSecond, int ports) {
        long due = nowNs + Rush.PERIOD_MS * MS;
        double owed = 0;
        for (int i = 0; i < ms; i++) {
            nowNs += MS;
            for (owed += perSecond / 1000.0; owed >= 1; owed--) {
                for (int port = 1; port <= ports; port++) {
                    rush.packet(port, nowNs);
                }
            }
            if (nowNs >= due) {
                due += Rush.PERIOD_MS * MS;
                if (waiting > 0) {
                    waiting--;
                    rush.again();
                }
            }
        }
    }

    @Test
    void shouldAskAtOnceAndForHalfASecondWhenAPortBringsMuch() {
        run(20, 2_000, 1);
        assertThat(asked).isEqualTo(1);

        run(2_000, 100, 1);
        assertThat(asked).isBetween(9, 12);
        assertThat(waiting).isZero();
    }

    @Test
    void shouldLeaveASwitchInPeaceThatSamplesAsMuchAsItsMetersLetThrough() {
        run(5_000, 200, 10);

        assertThat(asked).isZero();
    }

    @Test
    void shouldGoOnWhileSomethingIsSuspiciousButNotForLongerThanTwoSeconds() {
        suspicious = true;

        run(100, 2_000, 1);
        run(1_800, 100, 1);
        assertThat(waiting).isEqualTo(1);

        run(200, 100, 1);
        assertThat(waiting).isZero();
        assertThat(asked).isBetween(38, 42);
    }

    @Test
    void shouldRestAfterTheLongestRush() {
        suspicious = true;
        run(2_200, 2_000, 1);
        int before = asked;

        run(4_500, 2_000, 1);
        assertThat(asked).isEqualTo(before);

        run(1_000, 2_000, 1);
        assertThat(asked).isGreaterThan(before);
    }
}
