package io.sentinelsdn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.gateway.Prediction;
import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.gateway.RequestStats;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.RequestStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRequestStoreTest extends RequestStoreContract {
    private static final Instant NOW = Instant.parse("2026-03-15T12:34:56Z");

    @TempDir
    Path contractDir;

    @TempDir
    Path dir;

    @Override
    protected HouseStore open() throws IOException {
        return new StoreFile(contractDir).open();
    }

    @Test
    void shouldForgetRequestsAfterADayAndKeepTheirSumsForAMonth() throws Exception {
        StoreFile file = new StoreFile(dir);
        try (HouseStore house = file.open(StoreFile.DEFAULTS, NOW)) {
            house.requests().append(requests(30, NOW.minus(Duration.ofHours(25)), "192.0.2.1"));
            house.requests().append(requests(7, NOW.minus(Duration.ofHours(23)), "192.0.2.2"));
            house.requests().append(requests(9, NOW.minus(Duration.ofDays(31)), "192.0.2.3"));
        }
        try (HouseStore house = file.open(StoreFile.DEFAULTS, NOW)) {
            StoreFile.await(() -> stored(file) == 7);

            RequestStats month = house.requests().stats(NOW.minus(Duration.ofDays(30)), NOW);
            assertThat(month.total()).isEqualTo(37);
            assertThat(month.attackers())
                    .extracting(RequestStats.Ranked::name)
                    .containsExactly("192.0.2.1", "192.0.2.2");
        }
        try (HouseStore house = file.open(StoreFile.DEFAULTS, NOW.plus(Duration.ofDays(31)))) {
            StoreFile.await(() -> rollups(file) == 0);
            assertThat(house.requests().blockedSince(Instant.EPOCH, 10)).isEmpty();
        }
    }

    @Test
    void shouldKeepTheNewestWhenThereAreTooMany() throws IOException {
        StoreFile file = new StoreFile(dir);
        SqliteSettings few = StoreFile.DEFAULTS.withRequests(Duration.ofDays(1), 10);
        try (HouseStore house = file.open(few, NOW)) {
            house.requests().append(requests(30, NOW.minusSeconds(60), "192.0.2.1"));
        }
        try (HouseStore house = file.open(few, NOW)) {
            StoreFile.await(() -> stored(file) == 10);
            assertThat(house.requests()
                            .stats(NOW.minus(Duration.ofHours(1)), NOW)
                            .total())
                    .isEqualTo(30);
        }
    }

    @Test
    void shouldGiveTheSpaceBackThatForgottenRequestsTook() throws Exception {
        StoreFile file = new StoreFile(dir);
        try (HouseStore house = file.open(StoreFile.DEFAULTS, NOW)) {
            for (int i = 0; i < 5; i++) {
                house.requests().append(requests(10_000, NOW.minus(Duration.ofHours(1)), "192.0.2.1"));
            }
        }
        long full = file.number("PRAGMA page_count");
        try (HouseStore house = file.open(StoreFile.DEFAULTS, NOW.plus(Duration.ofDays(1)))) {
            StoreFile.await(() -> pages(file) < full / 4);
            assertThat(stored(file)).isZero();
            house.flush();
        }
        assertThat(file.path().toFile().length()).isLessThan(full * 4096 / 4);
    }

    @Test
    void shouldBoundTheNamesInAnHourAndKeepTotalsTrue() throws Exception {
        StoreFile file = new StoreFile(dir);
        try (HouseStore house = file.open(StoreFile.DEFAULTS, NOW)) {
            Instant at = NOW.minusSeconds(1);
            int ips = 0;
            for (int batch = 0; batch < 5; batch++) {
                List<RequestLog> logs = new ArrayList<>(requests(50, at, "192.0.2.1"));
                for (int i = 0; i < 1_000; i++) {
                    ips++;
                    logs.addAll(requests(1, at, "10.0." + ips / 256 + "." + ips % 256));
                }
                house.requests().append(logs);
            }

            RequestStats stats = house.requests().stats(NOW.minus(Duration.ofHours(1)), NOW);

            assertThat(stats.total()).isEqualTo(5_250);
            assertThat(stats.attackers().get(0)).isEqualTo(new RequestStats.Ranked("192.0.2.1", 250, 125));
            assertThat(file.number("SELECT count(*) FROM rollups WHERE kind = 2 AND span = 3600"))
                    .isLessThanOrEqualTo(2 * Rollup.names(Rollup.HOUR) + 1);
            assertThat(file.number("SELECT count(*) FROM rollups WHERE kind = 2 AND span = 60"))
                    .isLessThanOrEqualTo(2 * Rollup.names(Rollup.MINUTE) + 1);
            assertThat(file.number("SELECT sum(requests) FROM rollups WHERE kind = 2 AND span = 60"))
                    .isEqualTo(5_250);
        }
    }

    @Test
    void shouldBeginARangeAtTheMinuteAndALongOneAtTheHour() throws IOException {
        try (HouseStore house = new StoreFile(dir).open(StoreFile.DEFAULTS, NOW)) {
            house.requests().append(requests(1, Instant.parse("2026-03-15T11:33:59Z"), "192.0.2.1"));
            house.requests().append(requests(10, Instant.parse("2026-03-15T11:34:00Z"), "192.0.2.1"));
            house.requests().append(requests(100, Instant.parse("2026-03-13T12:00:00Z"), "192.0.2.1"));

            assertThat(house.requests()
                            .stats(NOW.minus(Duration.ofHours(1)), NOW)
                            .total())
                    .isEqualTo(10);
            assertThat(house.requests()
                            .stats(NOW.minus(Duration.ofDays(2)), NOW)
                            .total())
                    .isEqualTo(111);
        }
    }

    @Test
    void shouldSayThatRequestsWereNotStored() throws IOException {
        StoreFile file = new StoreFile(dir);
        SqliteSettings small =
                new SqliteSettings(Duration.ofDays(30), Duration.ofDays(1), 1_000, 100, 10, Duration.ofSeconds(3), 80);
        try (HouseStore house = file.open(small, NOW)) {
            assertThatThrownBy(() -> house.requests().append(requests(10_000, NOW, "192.0.2.1")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("not stored: the disk is full");
            assertThat(stored(file)).isZero();
            assertThat(file.count("sentinel_store_requests_total")).isZero();
        }
    }

    private static long stored(StoreFile file) {
        return ask(file, "SELECT count(*) FROM requests");
    }

    private static long rollups(StoreFile file) {
        return ask(file, "SELECT count(*) FROM rollups");
    }

    private static long pages(StoreFile file) {
        return ask(file, "PRAGMA page_count");
    }

    private static long ask(StoreFile file, String sql) {
        try {
            return file.number(sql);
        } catch (java.sql.SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private static List<RequestLog> requests(int count, Instant at, String ip) {
        RequestLog log = new RequestLog(at, ip, "/login", "GET", "curl", Prediction.DDOS, 0.5, true, 429, 2, 100, "g1");
        return java.util.Collections.nCopies(count, log);
    }
}
