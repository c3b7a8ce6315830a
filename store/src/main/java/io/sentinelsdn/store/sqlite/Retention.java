package io.sentinelsdn.store.sqlite;

import java.time.Instant;
import java.util.List;

/**
 * What is forgotten: detections that ended (or were not heard of) before a time, then plans and decisions written before it whose
 * detection is gone; and what is more than {@value #MOST_ROWS} rows old in either table. Rules, lists and configuration
 * are never forgotten by age.
 */
final class Retention {
    private static final String DETECTIONS = "DELETE FROM detections WHERE coalesce(ended_at, updated_at) < ?";
    private static final String PLANS = "DELETE FROM plans WHERE created_at < ?"
            + " AND NOT EXISTS (SELECT 1 FROM detections WHERE detections.id = plans.detection_id)";

    private static final String DECISIONS = "DELETE FROM decisions WHERE at < ?"
            + " AND NOT EXISTS (SELECT 1 FROM detections WHERE detections.id = decisions.id)";

    /** Rows are numbered as they come. */
    private static final long MOST_ROWS = 100_000;

    private static final String SURPLUS_DETECTIONS =
            "DELETE FROM detections WHERE rowid <= (SELECT max(rowid) FROM detections) - " + MOST_ROWS;
    private static final String SURPLUS_PLANS =
            "DELETE FROM plans WHERE rowid <= (SELECT max(rowid) FROM plans) - " + MOST_ROWS;

    private static final String SURPLUS_DECISIONS =
            "DELETE FROM decisions WHERE rowid <= (SELECT max(rowid) FROM decisions) - " + MOST_ROWS;

    /** Changes are kept by number and not by age, so that time alone hides nothing. */
    private static final String SURPLUS_AUDIT =
            "DELETE FROM audit WHERE rowid <= (SELECT max(rowid) FROM audit) - " + MOST_ROWS;

    private static final String SURPLUS_ALERTS =
            "DELETE FROM alerts WHERE rowid <= (SELECT max(rowid) FROM alerts) - 10000";

    private Retention() {}

    static List<Write> writes(Instant before) {
        return List.of(
                forget(DETECTIONS, before),
                forget(PLANS, before),
                forget(DECISIONS, before),
                surplus(SURPLUS_DETECTIONS),
                surplus(SURPLUS_PLANS),
                surplus(SURPLUS_DECISIONS),
                surplus(SURPLUS_AUDIT),
                surplus(SURPLUS_ALERTS));
    }

    private static Write forget(String sql, Instant before) {
        return new Write(sql, false, sql, () -> new Object[] {Rows.micros(before)});
    }

    private static Write surplus(String sql) {
        return new Write(sql, false, sql, () -> new Object[0]);
    }
}
