package io.sentinelsdn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HouseStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A database in a directory, opened by the store and looked into beside it. */
final class StoreFile {
    static final SqliteSettings DEFAULTS = SqliteSettings.keeping(Duration.ofDays(30));

    final Counters counters = new Counters();
    private final Path dir;

    StoreFile(Path dir) {
        this.dir = dir;
    }

    Path path() {
        return dir.resolve(Database.FILE_NAME);
    }

    HouseStore open() throws IOException {
        return SqliteHistoryStore.open(dir, DEFAULTS, Clock.systemUTC(), counters);
    }

    HouseStore open(SqliteSettings settings, Instant now) throws IOException {
        return SqliteHistoryStore.open(dir, settings, Clock.fixed(now, ZoneOffset.UTC), counters);
    }

    long count(String counter) {
        return counters.counters().get(counter).value();
    }

    /** The first column of all rows. */
    List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path())) {
            return Statements.list(connection, sql, row -> row.getString(1));
        }
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(query(sql).get(0));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path())) {
            new Statements(connection).execute(sql);
        }
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
