package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.store.sqlite.StoredForm.UnreadableBodyException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads rows with a JSON body. A row that cannot be read is counted, logged, left alone and left out. */
final class Rows {
    private static final Logger log = LoggerFactory.getLogger(Rows.class);

    private final Database database;
    private final BodyCache bodies;
    private final Counters.Counter unreadable;

    Rows(Database database, StoredForm form, Counters counters) {
        this.database = database;
        this.bodies = new BodyCache(form);
        this.unreadable = counters.counter("sentinel_store_unreadable_total", "Stored rows that could not be read");
    }

    static Long micros(Instant time) {
        return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    <T> Optional<T> one(Class<T> type, String table, String id) {
        String sql = "SELECT id, form, body FROM " + table + " WHERE id = ?";
        return database.read(connection -> list(type, connection, sql, id)).stream()
                .findFirst();
    }

    <T> List<T> all(Class<T> type, String table) {
        String sql = "SELECT id, form, body FROM " + table + " ORDER BY created_at, rowid";
        return database.read(connection -> list(type, connection, sql));
    }

    /** Newest first by the given column. */
    <T> Page<T> page(Class<T> type, String table, String time, Query query) {
        String where = " FROM " + table + " WHERE " + time + " >= ? AND " + time + " < ?";
        long since = query.since() == null ? Long.MIN_VALUE : micros(query.since());
        long until = query.until() == null ? Long.MAX_VALUE : micros(query.until());
        String sql = "SELECT id, form, body" + where + " ORDER BY " + time + " DESC, rowid DESC LIMIT ? OFFSET ?";
        return database.read(connection -> {
            long total = count(connection, "SELECT count(*)" + where, since, until);
            return new Page<>(list(type, connection, sql, since, until, query.limit(), query.offset()), total);
        });
    }

    private <T> List<T> list(Class<T> type, Connection connection, String sql, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection, sql, values);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                read(type, row).ifPresent(found::add);
            }
        }
        return found;
    }

    private <T> Optional<T> read(Class<T> type, ResultSet row) throws SQLException {
        try {
            return Optional.of(bodies.read(type, row.getString(1), row.getInt(2), row.getString(3)));
        } catch (UnreadableBodyException left) {
            unreadable.increment();
            log.warn(
                    "stored row left out type={} id={} reason={}",
                    type.getSimpleName(),
                    row.getString(1),
                    left.getMessage());
            return Optional.empty();
        }
    }

    private static long count(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
