package io.sentinelsdn.store.sqlite;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Forgets what is old, once an hour or when asked, in steps of milliseconds between which others write; then gives the
 * space back to the file system. Owned by the writer thread, but for {@link #soon}.
 */
final class Cleaner {
    private static final Duration EVERY = Duration.ofHours(1);
    /** Pages of 4 KiB given back in one step. */
    private static final int PAGES = 1_000;

    private final BatchWriter writer;
    private volatile SqliteSettings settings;
    private final Clock clock;
    private final Deque<Retention.Step> left = new ArrayDeque<>();
    private Instant next;
    private volatile boolean soon;
    private boolean shrinking;

    Cleaner(BatchWriter writer, SqliteSettings settings, Clock clock) {
        this.writer = writer;
        this.settings = settings;
        this.clock = clock;
        this.next = clock.instant();
    }

    /** Other bounds for requests from the next cleaning on, which comes now. Any thread may call. */
    void keep(Duration retention, long most) {
        settings = settings.withRequests(retention, most);
        soon = true;
    }

    /** Brings the next cleaning forward. Any thread may call. */
    void soon() {
        soon = true;
    }

    /** Whether there is something to do now. */
    boolean isDue() {
        return isBusy() || soon || !clock.instant().isBefore(next);
    }

    /** Does a little of it. When that fails the rest waits for the next hour. */
    void step() throws SQLException {
        if (!isBusy()) {
            soon = false;
            next = clock.instant().plus(EVERY);
            left.addAll(Retention.steps(clock.instant(), settings));
            shrinking = true;
        }
        try {
            if (left.isEmpty()) {
                shrinking = writer.shrink(PAGES) > 0;
            } else if (writer.run(left.peek().sql(), left.peek().values())
                    < left.peek().rows()) {
                left.remove();
            }
        } catch (SQLException failed) {
            left.clear();
            shrinking = false;
            throw failed;
        }
    }

    private boolean isBusy() {
        return shrinking || !left.isEmpty();
    }
}
