package io.sentinelsdn.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.domain.spi.SeriesStore;
import io.sentinelsdn.domain.spi.SeriesStore.Point;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of numbers over time must do. */
public abstract class SeriesStoreContract {
    /** A full minute a while ago. */
    private final Instant start = Instant.now().minus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.MINUTES);

    private HouseStore house;
    private SeriesStore store;

    /** A fresh, empty store. */
    protected abstract HouseStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        house = open();
        store = house.series();
    }

    @AfterEach
    void closeStore() {
        house.close();
    }

    @Test
    void shouldGiveBackEachSecond() {
        record(0, 1.5);
        record(2, 2.5);

        assertThat(store.metrics()).containsExactly("pps");
        assertThat(store.points("pps", start, start.plusSeconds(2), Duration.ofSeconds(1)))
                .containsExactly(new Point(start, 1.5, 1.5));
        assertThat(store.points("pps", start, start.plusSeconds(3), Duration.ofSeconds(1)))
                .containsExactly(new Point(start, 1.5, 1.5), new Point(start.plusSeconds(2), 2.5, 2.5));
        assertThat(store.points("bps", start, start.plusSeconds(9), Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    void shouldSumUpToTheStepAskedForAndKeepThePeak() {
        for (int second = 0; second < 90; second++) {
            record(second, second);
        }
        Instant end = start.plusSeconds(90);

        assertThat(store.points("pps", start, end, Duration.ofSeconds(5)).get(1))
                .isEqualTo(new Point(start.plusSeconds(5), 7, 9));
        assertThat(store.points("pps", start, end, Duration.ofSeconds(10)))
                .hasSize(9)
                .contains(new Point(start.plusSeconds(80), 84.5, 89));
        assertThat(store.points("pps", start, end, Duration.ofSeconds(60)))
                .containsExactly(new Point(start, 29.5, 59), new Point(start.plusSeconds(60), 74.5, 89));
        assertThat(store.points("pps", start.minus(Duration.ofDays(9)), end, Duration.ofDays(10)))
                .extracting(Point::highest)
                .containsExactly(89.0);
    }

    @Test
    void shouldLeaveOutWhatIsNoNumber() {
        record(0, Double.NaN);

        assertThat(store.points("pps", start, start.plusSeconds(9), Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    void shouldRefuseMoreNamesThanThereIsRoomFor() {
        Map<String, Double> many = new HashMap<>();
        for (int i = 0; i < SeriesStore.MOST_METRICS + 5; i++) {
            many.put("m" + i, 1.0);
        }

        store.record(start, many);

        assertThat(store.metrics()).hasSize(SeriesStore.MOST_METRICS);
    }

    @Test
    void shouldTakeTheFinestResolutionThatCoversTheTime() {
        Instant now = Instant.parse("2026-03-01T00:00:00Z");
        Duration second = Duration.ofSeconds(1);

        assertThat(List.of(
                        SeriesStore.Resolution.of(now, now.minusSeconds(3600), second),
                        SeriesStore.Resolution.of(now, now.minusSeconds(3601), second),
                        SeriesStore.Resolution.of(now, now.minus(Duration.ofDays(2)), second),
                        SeriesStore.Resolution.of(now, now.minusSeconds(60), Duration.ofSeconds(10))))
                .containsExactly(
                        SeriesStore.Resolution.SECOND,
                        SeriesStore.Resolution.TEN_SECONDS,
                        SeriesStore.Resolution.MINUTE,
                        SeriesStore.Resolution.TEN_SECONDS);
    }

    private void record(int second, double value) {
        store.record(start.plusSeconds(second), Map.of("pps", value));
    }
}
