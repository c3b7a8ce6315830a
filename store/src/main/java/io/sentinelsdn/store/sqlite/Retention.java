package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.spi.SeriesStore.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is forgotten: detections that ended (or were not heard of) before a time, then plans and decisions written before
 * it whose detection is gone; requests, their sums, blocked addresses and points of time series after a time of their
 * own; and of everything the oldest rows beyond a number. Rules, lists and configuration are never forgotten by age.
 */
final class Retention {
    /** Rows that go in one transaction. */
    private static final int AT_ONCE = 5_000;
    /** For what is forgotten in one go. */
    private static final int ALL = Integer.MAX_VALUE;

    private static final long MOST_ROWS = 100_000;
    private static final long MOST_ALERTS = 10_000;
    private static final long MOST_ANALYSES = 1_000;

    private static final String DETECTIONS = "DELETE FROM detections WHERE coalesce(ended_at, updated_at) < ?";
    private static final String WITHOUT_DETECTION =
            " AND NOT EXISTS (SELECT 1 FROM detections WHERE detections.id = %s)";
    private static final String PLANS =
            "DELETE FROM plans WHERE created_at < ?" + WITHOUT_DETECTION.formatted("plans.detection_id");
    private static final String DECISIONS =
            "DELETE FROM decisions WHERE at < ?" + WITHOUT_DETECTION.formatted("decisions.id");
    private static final String REQUESTS = "DELETE FROM requests WHERE id IN"
            + " (SELECT id FROM requests WHERE timestamp < ? ORDER BY timestamp LIMIT " + AT_ONCE + ")";
    private static final String SURPLUS_REQUESTS = "DELETE FROM requests WHERE id IN (SELECT id FROM requests"
            + " WHERE id <= (SELECT max(id) FROM requests) - ? ORDER BY id LIMIT " + AT_ONCE + ")";
    private static final String ROLLUPS = "DELETE FROM rollups WHERE span = ? AND kind IN (1, 2, 3) AND start < ?";
    private static final String BLOCKED = "DELETE FROM blocked_ips WHERE last_blocked < ? AND auto_unblock_at < ?";
    private static final String SURPLUS_BLOCKED = "DELETE FROM blocked_ips WHERE ip_address IN (SELECT ip_address FROM"
            + " blocked_ips ORDER BY last_blocked DESC LIMIT " + AT_ONCE + " OFFSET " + MOST_ROWS + ")";
    private static final String SERIES =
            "DELETE FROM series WHERE resolution = ? AND metric IN (SELECT id FROM series_names) AND at < ?";

    /**
     * A deletion.
     *
     * @param rows it is repeated as long as it deletes so many
     */
    record Step(String sql, int rows, List<Object> parameters) {
        Object[] values() {
            return parameters.toArray();
        }
    }

    private Retention() {}

    static List<Step> steps(Instant now, SqliteSettings settings) {
        Long before = Rows.micros(now.minus(settings.retention()));
        Long monthAgo = Rows.micros(now.minus(Rollup.HOURS_KEPT));
        List<Step> steps = new ArrayList<>(List.of(
                whole(DETECTIONS, before),
                whole(PLANS, before),
                whole(DECISIONS, before),
                surplus("detections", MOST_ROWS),
                surplus("plans", MOST_ROWS),
                surplus("decisions", MOST_ROWS),
                // Changes are kept by number and not by age, so that time alone hides nothing.
                surplus("audit", MOST_ROWS),
                surplus("alerts", MOST_ALERTS),
                surplus("analyses", MOST_ANALYSES),
                part(REQUESTS, Rows.micros(now.minus(settings.requestRetention()))),
                part(SURPLUS_REQUESTS, settings.maxRequests()),
                whole(ROLLUPS, Rollup.HOUR, now.minus(Rollup.HOURS_KEPT).getEpochSecond()),
                whole(ROLLUPS, Rollup.MINUTE, now.minus(Rollup.MINUTES_KEPT).getEpochSecond()),
                whole(BLOCKED, monthAgo, Rows.micros(now)),
                part(SURPLUS_BLOCKED)));
        for (Resolution resolution : Resolution.values()) {
            steps.add(whole(
                    SERIES, resolution.seconds(), now.minus(resolution.kept()).getEpochSecond()));
        }
        return steps;
    }

    /** Rows are numbered as they come. */
    private static Step surplus(String table, long most) {
        return whole("DELETE FROM " + table + " WHERE rowid <= (SELECT max(rowid) FROM " + table + ") - " + most);
    }

    private static Step whole(String sql, Object... values) {
        return new Step(sql, ALL, List.of(values));
    }

    private static Step part(String sql, Object... values) {
        return new Step(sql, AT_ONCE, List.of(values));
    }
}
