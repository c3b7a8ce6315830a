package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.SeriesStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Numbers over time on SQLite. With each second its 10 s and 60 s are summed up anew from what is finer, so that a
 * process that was killed goes on in the middle of them. Any thread may call.
 */
final class SqliteSeriesStore implements SeriesStore {
    private static final String PUT =
            "INSERT OR REPLACE INTO series (resolution, metric, at, value, highest) VALUES (?, ?, ?, ?, ?)";
    private static final String SUM_UP = "INSERT OR REPLACE INTO series (resolution, metric, at, value, highest)"
            + " SELECT ?, metric, ?, avg(value), max(highest) FROM series"
            + " WHERE resolution = ? AND metric = ? AND at >= ? AND at < ? GROUP BY metric";
    private static final String POINTS = "SELECT (at / ?) * ?, avg(value), max(highest) FROM series"
            + " WHERE resolution = ? AND metric = (SELECT id FROM series_names WHERE name = ?) AND at >= ? AND at < ?"
            + " GROUP BY 1 ORDER BY 1";

    private static final String ID = "SELECT id FROM series_names WHERE name = ?";

    private final Database database;
    private final WriteQueue queue;
    private final Clock clock;
    private final Counters.Counter refused;
    /** Owned by the writer thread. */
    private final Map<String, Long> ids = new HashMap<>();

    SqliteSeriesStore(Database database, WriteQueue queue, Clock clock, Counters counters) {
        this.database = database;
        this.queue = queue;
        this.clock = clock;
        this.refused = counters.counter(
                "sentinel_store_series_refused_total",
                "Values of time series not kept because there are too many names");
    }

    @Override
    public void record(Instant at, Map<String, Double> values) {
        Map<String, Double> copy = Map.copyOf(values);
        long second = at.getEpochSecond();
        queue.add(new Write("series:" + second, false, statements -> write(statements, second, copy)));
    }

    @Override
    public Set<String> metrics() {
        queue.awaitReadable();
        List<String> names = database.read(
                connection -> Statements.list(connection, "SELECT name FROM series_names", row -> row.getString(1)));
        return new TreeSet<>(names);
    }

    @Override
    public List<Point> points(String metric, Instant since, Instant until, Duration step) {
        queue.awaitReadable();
        Resolution resolution = Resolution.of(clock.instant(), since, step);
        long seconds = Math.max(resolution.seconds(), step.toSeconds());
        return database.read(connection -> Statements.list(
                connection,
                POINTS,
                row -> new Point(Instant.ofEpochSecond(row.getLong(1)), row.getDouble(2), row.getDouble(3)),
                seconds,
                seconds,
                resolution.seconds(),
                metric,
                Math.floorDiv(since.getEpochSecond(), seconds) * seconds,
                until.getEpochSecond() + (until.getNano() > 0 ? 1 : 0)));
    }

    private void write(Statements statements, long second, Map<String, Double> values) throws SQLException {
        for (Map.Entry<String, Double> each : values.entrySet()) {
            double value = each.getValue();
            Long id = id(statements, each.getKey());
            if (id != null && Double.isFinite(value)) {
                statements.run(PUT, Resolution.SECOND.seconds(), id, second, value, value);
                sumUp(statements, id, second, Resolution.SECOND, Resolution.TEN_SECONDS);
                sumUp(statements, id, second, Resolution.TEN_SECONDS, Resolution.MINUTE);
            }
        }
    }

    private static void sumUp(Statements statements, Long id, long second, Resolution from, Resolution to)
            throws SQLException {
        long start = Math.floorDiv(second, to.seconds()) * to.seconds();
        statements.run(SUM_UP, to.seconds(), start, from.seconds(), id, start, start + to.seconds());
    }

    /** A number that was given in this transaction may be rolled back and is not remembered yet. */
    private Long id(Statements statements, String name) throws SQLException {
        Long known = ids.get(name);
        if (known != null) {
            return known;
        }
        List<Long> stored = statements.list(ID, row -> row.getLong(1), name);
        if (!stored.isEmpty()) {
            ids.put(name, stored.get(0));
            return stored.get(0);
        }
        if (statements.number("SELECT count(*) FROM series_names") >= MOST_METRICS) {
            refused.increment();
            return null;
        }
        statements.run("INSERT INTO series_names (name) VALUES (?)", name);
        return statements.number(ID, name);
    }
}
