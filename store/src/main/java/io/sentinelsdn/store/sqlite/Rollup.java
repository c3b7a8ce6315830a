package io.sentinelsdn.store.sqlite;

import java.time.Duration;

/**
 * Sums of requests: by hour for a month, and by minute for a bit more than a day, so that a range that begins within an
 * hour is true to the minute.
 */
final class Rollup {
    static final int HOUR = 3600;
    static final int MINUTE = 60;
    static final Duration HOURS_KEPT = Duration.ofDays(30);
    static final Duration MINUTES_KEPT = Duration.ofHours(26);

    static final int BY_PREDICTION = 1;
    static final int BY_ADDRESS = 2;
    static final int BY_PATH = 3;

    private Rollup() {}

    /** Addresses, and as many paths, that a bucket keeps apart; it may hold twice as many for a while. */
    static int names(int span) {
        return span == HOUR ? 1000 : 100;
    }
}
