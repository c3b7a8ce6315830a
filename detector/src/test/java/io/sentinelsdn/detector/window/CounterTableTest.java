package io.sentinelsdn.detector.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.domain.flow.FlowSample;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CounterTableTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final CounterTable table = new CounterTable(16, KeyedHash.random());
    private final FlowSample sample = new FlowSample();

    private void read(FlowSample.Kind kind, long atMs, long ageMs, long packets) {
        sample.clear();
        sample.kind = kind;
        sample.inPort = 3;
        sample.timeNs = atMs * MS;
        sample.durationNs = ageMs * MS;
        sample.packets = packets;
        sample.bytes = packets * 60;
        table.update(sample);
    }

    private double pps(FlowSample.Kind kind, long atMs) {
        return table.pps(table.find(kind, 0, 3), atMs * MS);
    }

    @Test
    void shouldRateOverASlidingSecond() {
        for (int i = 0; i <= 8; i++) {
            read(FlowSample.Kind.MISS_COUNT, 60_000 + i * 250, 50_000 + i * 250, 1_000_000 + i * 100);
        }

        assertThat(pps(FlowSample.Kind.MISS_COUNT, 62_000)).isCloseTo(400, within(1.0));
        assertThat(pps(FlowSample.Kind.MISS_COUNT, 64_100)).isZero();
    }

    @Test
    void shouldRateOverAWholeSecondHoweverOftenIsPolled() {
        for (int i = 0; i <= 60; i++) {
            read(FlowSample.Kind.MISS_COUNT, 60_000 + i * 50, 50_000 + i * 50, 1_000_000 + i * 20);
        }

        assertThat(pps(FlowSample.Kind.MISS_COUNT, 63_000)).isCloseTo(400, within(1.0));
        assertThat(table.slowPps(table.find(FlowSample.Kind.MISS_COUNT, 0, 3), 63_000 * MS))
                .isCloseTo(400, within(1.0));
    }

    @Test
    void shouldCountYoungEntryFromItsCreation() {
        read(FlowSample.Kind.MISS_COUNT, 1_000, 500, 300);

        assertThat(pps(FlowSample.Kind.MISS_COUNT, 1_000)).isEqualTo(300);
    }

    @Test
    void shouldTakeTwoRunningSumsOfOneReplyForOneReading() {
        long v4 = 900_000;
        long v6 = 0;
        for (int i = 0; i <= 8; i++) {
            v4 += 25;
            read(FlowSample.Kind.SYN_COUNT, 60_000 + i * 250, 50_000, v4 + v6);
            v6 += i == 0 ? 5_000 : 50;
            read(FlowSample.Kind.SYN_COUNT, 60_000 + i * 250, 9_000, v4 + v6);
        }

        assertThat(pps(FlowSample.Kind.SYN_COUNT, 62_000)).isCloseTo(300, within(1.0));
    }

    @Test
    void shouldNotTakeAReconnectForAFlood() {
        read(FlowSample.Kind.SYN_COUNT, 60_000, 50_000, 2_000_000);
        read(FlowSample.Kind.SYN_COUNT, 60_250, 50_250, 2_000_000);
        read(FlowSample.Kind.SYN_COUNT, 60_500, 50_500, 1_500_000);
        read(FlowSample.Kind.SYN_COUNT, 60_500, 50_500, 2_000_000);
        read(FlowSample.Kind.SYN_COUNT, 60_750, 50_750, 2_000_010);

        assertThat(pps(FlowSample.Kind.SYN_COUNT, 60_750)).isLessThan(20);
    }

    @Test
    void shouldGoOnWhenAnEntryIsCreatedAnew() {
        read(FlowSample.Kind.MISS_COUNT, 60_000, 50_000, 5_000);
        read(FlowSample.Kind.MISS_COUNT, 60_500, 50_500, 5_200);
        read(FlowSample.Kind.MISS_COUNT, 61_000, 300, 200);

        assertThat(pps(FlowSample.Kind.MISS_COUNT, 61_000)).isEqualTo(400);
    }

    @Test
    void shouldIgnoreAllOnesAndStayBounded() {
        read(FlowSample.Kind.PORT, 1_000, 0, -1);
        assertThat(table.find(FlowSample.Kind.PORT, 0, 3)).isEqualTo(-1);

        int refused = 0;
        for (int port = 0; port < 20; port++) {
            sample.clear();
            sample.kind = FlowSample.Kind.PORT;
            sample.inPort = port;
            refused += table.update(sample) ? 0 : 1;
        }
        assertThat(refused).isEqualTo(4);
    }
}
