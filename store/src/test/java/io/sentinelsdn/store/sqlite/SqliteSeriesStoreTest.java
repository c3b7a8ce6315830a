package io.sentinelsdn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.domain.spi.SeriesStore.Point;
import io.sentinelsdn.store.SeriesStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSeriesStoreTest extends SeriesStoreContract {
    private static final Instant START = Instant.parse("2026-03-15T12:00:00Z");

    @TempDir
    Path contractDir;

    @TempDir
    Path dir;

    @Override
    protected HouseStore open() throws IOException {
        return new StoreFile(contractDir).open();
    }

    @Test
    void shouldGoOnInTheMiddleOfAMinuteAfterARestart() throws IOException {
        StoreFile file = new StoreFile(dir);
        try (HouseStore house = file.open(StoreFile.DEFAULTS, START)) {
            house.series().record(START, Map.of("pps", 10.0));
            house.series().record(START.plusSeconds(1), Map.of("pps", 20.0));
        }
        try (HouseStore house = file.open(StoreFile.DEFAULTS, START)) {
            house.series().record(START.plusSeconds(2), Map.of("pps", 60.0));

            assertThat(house.series().points("pps", START, START.plusSeconds(60), Duration.ofSeconds(10)))
                    .containsExactly(new Point(START, 30, 60));
            assertThat(house.series().points("pps", START, START.plusSeconds(60), Duration.ofSeconds(60)))
                    .containsExactly(new Point(START, 30, 60));
        }
    }

    @Test
    void shouldForgetEachResolutionInItsTime() throws Exception {
        StoreFile file = new StoreFile(dir);
        try (HouseStore house = file.open(StoreFile.DEFAULTS, START)) {
            house.series().record(START, Map.of("pps", 10.0));
        }
        shouldHave(file, Duration.ofMinutes(59), "1,10,60");
        shouldHave(file, Duration.ofMinutes(61), "10,60");
        shouldHave(file, Duration.ofHours(25), "60");
        shouldHave(file, Duration.ofDays(31), null);
    }

    private static void shouldHave(StoreFile file, Duration later, String resolutions) throws IOException {
        try (HouseStore house = file.open(StoreFile.DEFAULTS, START.plus(later))) {
            StoreFile.await(() -> {
                try {
                    return java.util.Objects.equals(
                            file.query("SELECT group_concat(resolution) FROM series")
                                    .get(0),
                            resolutions);
                } catch (java.sql.SQLException failed) {
                    throw new AssertionError(failed);
                }
            });
            assertThat(house.series().metrics()).containsExactly("pps");
        }
    }
}
