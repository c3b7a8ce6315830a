package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.alert.Alert;
import io.sentinelsdn.domain.auth.ApiKey;
import io.sentinelsdn.domain.auth.AuditEntry;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.spi.AlertStore.Filter;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes keys, audit and alerts, whose columns are all there is of them. Any thread may call. */
final class SecurityRows {
    private static final String SAVE_KEY =
            "INSERT INTO api_keys (id, name, role, salt, hash, iterations, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role,"
                    + " salt = excluded.salt, hash = excluded.hash, iterations = excluded.iterations";
    private static final String DELETE_KEY = "DELETE FROM api_keys WHERE id = ?";
    private static final String SAVE_AUDIT = "INSERT INTO audit (id, at, actor, role, address, action, status, detail)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
    private static final String SAVE_ALERT = "INSERT INTO alerts (id, timestamp, alert_type, source_ip, message,"
            + " severity, is_acknowledged, acknowledged_by, acknowledged_at, about)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET message = excluded.message,"
            + " severity = excluded.severity, is_acknowledged = excluded.is_acknowledged,"
            + " acknowledged_by = excluded.acknowledged_by, acknowledged_at = excluded.acknowledged_at";
    private static final String ALERT = "SELECT id, timestamp, alert_type, source_ip, message, severity,"
            + " acknowledged_by, acknowledged_at, about FROM alerts WHERE ";

    private final Database database;

    SecurityRows(Database database) {
        this.database = database;
    }

    static Write save(ApiKey key) {
        return new Write("key:" + key.id(), true, SAVE_KEY, () -> new Object[] {
            key.id(),
            key.name(),
            key.role().wireName(),
            key.salt(),
            key.hash(),
            key.iterations(),
            Rows.micros(key.createdAt())
        });
    }

    static Write deleteKey(String id) {
        return new Write("key:" + id, true, DELETE_KEY, () -> new Object[] {id});
    }

    static Write save(AuditEntry entry) {
        return new Write("audit:" + entry.id(), true, SAVE_AUDIT, () -> new Object[] {
            entry.id(),
            Rows.micros(entry.at()),
            entry.actor(),
            entry.role(),
            entry.address(),
            entry.action(),
            entry.status(),
            entry.detail()
        });
    }

    static Write save(Alert alert) {
        return new Write("alert:" + alert.id(), false, SAVE_ALERT, () -> new Object[] {
            alert.id(),
            Rows.micros(alert.timestamp()),
            alert.type().wireName(),
            alert.sourceIp(),
            alert.message(),
            alert.severity().name(),
            alert.isAcknowledged() ? 1 : 0,
            alert.acknowledgedBy(),
            Rows.micros(alert.acknowledgedAt()),
            alert.about()
        });
    }

    List<ApiKey> keys() {
        String sql =
                "SELECT id, name, role, salt, hash, iterations, created_at FROM api_keys ORDER BY created_at, rowid";
        return database.read(connection -> list(
                connection,
                sql,
                row -> new ApiKey(
                        row.getString(1),
                        row.getString(2),
                        Role.parse(row.getString(3)),
                        row.getString(4),
                        row.getString(5),
                        row.getInt(6),
                        Rows.instant(row.getLong(7)))));
    }

    Page<AuditEntry> audit(Query query, String actor) {
        String where = "at >= ? AND at < ?" + (actor == null ? "" : " AND actor = ?");
        String sql = "SELECT id, at, actor, role, address, action, status, detail FROM audit WHERE " + where
                + " ORDER BY at DESC, rowid DESC";
        List<Object> values = range(query);
        if (actor != null) {
            values.add(actor);
        }
        return page(
                query,
                "audit WHERE " + where,
                sql,
                values,
                row -> new AuditEntry(
                        row.getString(1),
                        Rows.instant(row.getLong(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getInt(7),
                        row.getString(8)));
    }

    Optional<Alert> alert(String id) {
        return database.read(connection -> list(connection, ALERT + "id = ?", SecurityRows::readAlert, id)).stream()
                .findFirst();
    }

    Page<Alert> alerts(Query query, Filter filter) {
        StringBuilder where = new StringBuilder("timestamp >= ? AND timestamp < ?");
        List<Object> values = range(query);
        if (filter.type() != null) {
            where.append(" AND alert_type = ?");
            values.add(filter.type().wireName());
        }
        if (filter.acknowledged() != null) {
            where.append(" AND is_acknowledged = ?");
            values.add(filter.acknowledged() ? 1 : 0);
        }
        String sql = ALERT + where + " ORDER BY timestamp DESC, rowid DESC";
        return page(query, "alerts WHERE " + where, sql, values, SecurityRows::readAlert);
    }

    private <T> Page<T> page(Query query, String from, String sql, List<Object> values, Read<T> read) {
        return database.read(connection -> {
            long total = list(connection, "SELECT count(*) FROM " + from, row -> row.getLong(1), values.toArray())
                    .get(0);
            List<Object> all = new ArrayList<>(values);
            all.add(query.limit());
            all.add(query.offset());
            return new Page<>(list(connection, sql + " LIMIT ? OFFSET ?", read, all.toArray()), total);
        });
    }

    private static List<Object> range(Query query) {
        List<Object> values = new ArrayList<>();
        values.add(query.since() == null ? Long.valueOf(Long.MIN_VALUE) : Rows.micros(query.since()));
        values.add(query.until() == null ? Long.valueOf(Long.MAX_VALUE) : Rows.micros(query.until()));
        return values;
    }

    private static Alert readAlert(ResultSet row) throws SQLException {
        long acknowledgedAt = row.getLong(8);
        return new Alert(
                row.getString(1),
                Rows.instant(row.getLong(2)),
                Alert.Type.parse(row.getString(3)),
                Alert.Level.valueOf(row.getString(6)),
                row.getString(9),
                row.getString(4),
                row.getString(5),
                row.getString(7),
                acknowledgedAt == 0 ? null : Rows.instant(acknowledgedAt));
    }

    /** Reads one row. */
    @FunctionalInterface
    private interface Read<T> {
        T of(ResultSet row) throws SQLException;
    }

    private static <T> List<T> list(Connection connection, String sql, Read<T> read, Object... values)
            throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(read.of(row));
                }
            }
        }
        return found;
    }
}
