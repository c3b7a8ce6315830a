package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.gateway.Prediction;
import io.sentinelsdn.domain.gateway.RequestStats;
import io.sentinelsdn.domain.gateway.RequestStats.Hour;
import io.sentinelsdn.domain.gateway.RequestStats.Ranked;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads sums of requests. Any thread may call. */
final class RollupReader {
    /** Whole hours, and the minutes before and after them. */
    private static final String RANGE = " FROM rollups WHERE kind = ? AND ((span = 3600 AND start >= ? AND start < ?)"
            + " OR (span = 60 AND start >= ? AND start < ?) OR (span = 60 AND start >= ? AND start < ?))";

    private static final String RANKED = "SELECT name, sum(attacks), sum(attack_confidence)" + RANGE
            + " AND name <> '' AND attacks > 0 GROUP BY name ORDER BY 2 DESC, name LIMIT "
            + RequestStats.MOST_RANKED;
    private static final String HOURS =
            "SELECT start / 3600, sum(requests), sum(blocked)" + RANGE + " GROUP BY 1 ORDER BY 1";
    private static final String PREDICTIONS =
            "SELECT name, sum(requests), sum(blocked), sum(confidence)" + RANGE + " GROUP BY name";

    private record Row(Prediction prediction, long requests, long blocked, double confidence) {}

    private final Database database;
    private final Clock clock;

    RollupReader(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    RequestStats stats(Instant since, Instant until) {
        long fine = clock.instant().minus(Rollup.MINUTES_KEPT).getEpochSecond();
        long from = floor(since.getEpochSecond(), since.getEpochSecond() >= fine ? Rollup.MINUTE : Rollup.HOUR);
        long to = ceil(until, until.getEpochSecond() >= fine ? Rollup.MINUTE : Rollup.HOUR);
        long firstHour = Math.min(to, -floor(-from, Rollup.HOUR));
        long lastHour = Math.max(firstHour, floor(to, Rollup.HOUR));
        Object[] range = {0, firstHour, lastHour, from, firstHour, lastHour, to};
        return database.read(connection -> read(connection, range));
    }

    private static RequestStats read(Connection connection, Object... range) throws SQLException {
        range[0] = Rollup.BY_PREDICTION;
        List<Row> rows = Statements.list(
                connection,
                PREDICTIONS,
                row -> new Row(Prediction.parse(row.getString(1)), row.getLong(2), row.getLong(3), row.getDouble(4)),
                range);
        Map<Prediction, Long> byPrediction = new EnumMap<>(Prediction.class);
        for (Prediction prediction : Prediction.values()) {
            byPrediction.put(prediction, 0L);
        }
        rows.forEach(row -> byPrediction.put(row.prediction(), row.requests()));
        List<Hour> hours = Statements.list(
                connection,
                HOURS,
                row -> new Hour(Instant.ofEpochSecond(row.getLong(1) * Rollup.HOUR), row.getLong(2), row.getLong(3)),
                range);
        return new RequestStats(
                rows.stream().mapToLong(Row::requests).sum(),
                rows.stream().mapToLong(Row::blocked).sum(),
                rows.stream().mapToDouble(Row::confidence).sum(),
                byPrediction,
                ranked(connection, Rollup.BY_ADDRESS, range),
                ranked(connection, Rollup.BY_PATH, range),
                hours);
    }

    private static List<Ranked> ranked(Connection connection, int kind, Object... range) throws SQLException {
        range[0] = kind;
        return Statements.list(
                connection, RANKED, row -> new Ranked(row.getString(1), row.getLong(2), row.getDouble(3)), range);
    }

    private static long floor(long second, int span) {
        return Math.floorDiv(second, span) * span;
    }

    private static long ceil(Instant until, int span) {
        long second = until.getNano() > 0 ? until.getEpochSecond() + 1 : until.getEpochSecond();
        return -floor(-second, span);
    }
}
