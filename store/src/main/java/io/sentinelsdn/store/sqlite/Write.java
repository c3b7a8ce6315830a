package io.sentinelsdn.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Something that waits to be written.
 *
 * @param key a later waiting write of the same key takes the place of this one
 * @param durable never dropped, and synced to the disk; false for what may be dropped under pressure
 * @param work what to write; run in the writer thread, so that callers do not pay for JSON
 * @param written completes when it is committed, or exceptionally when it is given up; null when nobody asks
 * @param rows of a gateway's requests, which are many and must not hold up others; 0 for everything else
 */
record Write(String key, boolean durable, Work work, CompletableFuture<Void> written, int rows) {
    /** Statements of one transaction. */
    @FunctionalInterface
    interface Work {
        void run(Statements statements) throws SQLException;
    }

    /** One statement. */
    Write(String key, boolean durable, String sql, Supplier<Object[]> values) {
        this(key, durable, statements -> statements.run(sql, values.get()));
    }

    /** Some statements that nobody waits for. */
    Write(String key, boolean durable, Work work) {
        this(key, durable, work, null, 0);
    }

    /** Whether whoever asked for it has an answer, or waits no longer. */
    boolean isSettled() {
        return written != null && written.isDone();
    }

    void committed() {
        if (written != null) {
            written.complete(null);
        }
    }

    void givenUp(String reason) {
        if (written != null) {
            String message = "not stored: " + reason;
            written.completeExceptionally(new UncheckedIOException(message, new IOException(message)));
        }
    }
}
