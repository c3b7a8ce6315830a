package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.gateway.BlockedAddress;
import io.sentinelsdn.domain.gateway.Prediction;
import io.sentinelsdn.domain.gateway.RequestFilter;
import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.gateway.RequestStats;
import io.sentinelsdn.domain.gateway.StoredRequest;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.RequestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests of gateways on SQLite. Any thread may call; what changes waits for its commit. When the writer is behind or
 * the disk in trouble requests are refused, not kept in memory.
 */
final class SqliteRequestStore implements RequestStore {
    /** So many new requests bring the next cleaning forward. */
    private static final long CLEAN_AFTER = 200_000;

    private static final String COLUMNS = "SELECT id, timestamp, source_ip, request_path, request_method, user_agent,"
            + " prediction, confidence_score, is_blocked, response_status_code, response_time_ms,"
            + " request_size_bytes, gateway_id FROM requests";

    private final Database database;
    private final WriteQueue queue;
    private final WriterThread thread;
    private final Duration patience;
    private final RequestWriter writer;
    private final RollupReader rollups;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong sinceCleaning = new AtomicLong();
    private final Counters.Counter stored;

    SqliteRequestStore(
            Database database,
            WriteQueue queue,
            WriterThread thread,
            Duration patience,
            Clock clock,
            Counters counters) {
        this.database = database;
        this.queue = queue;
        this.thread = thread;
        this.patience = patience;
        this.writer = new RequestWriter(clock);
        this.rollups = new RollupReader(database, clock);
        this.stored = counters.counter("sentinel_store_requests_total", "Requests of gateways that were stored");
    }

    @Override
    public void append(List<RequestLog> logs) {
        List<RequestLog> rows = List.copyOf(logs);
        commit(Math.max(1, rows.size()), statements -> writer.write(statements, rows));
        stored.add(rows.size());
        if (sinceCleaning.addAndGet(rows.size()) >= CLEAN_AFTER) {
            sinceCleaning.set(0);
            thread.cleanSoon();
        }
    }

    @Override
    public Page<StoredRequest> requests(RequestFilter filter, int limit, int offset) {
        Where where = new Where(filter);
        return database.read(connection -> {
            long total = Statements.list(
                            connection,
                            "SELECT count(*) FROM requests" + where.sql,
                            row -> row.getLong(1),
                            where.values())
                    .get(0);
            String ids = "SELECT id FROM requests" + where.sql + " ORDER BY timestamp DESC, id DESC LIMIT ? OFFSET ?";
            return new Page<>(
                    Statements.list(
                            connection,
                            COLUMNS + " WHERE id IN (" + ids + ") ORDER BY timestamp DESC, id DESC",
                            SqliteRequestStore::read,
                            where.values(limit, offset)),
                    total);
        });
    }

    @Override
    public List<StoredRequest> after(RequestFilter filter, StoredRequest last, int limit) {
        Where where = new Where(filter);
        if (last != null) {
            where.and("(timestamp, id) < (?, ?)", Rows.micros(last.log().timestamp()), last.id());
        }
        return database.read(connection -> Statements.list(
                connection,
                COLUMNS + where.sql + " ORDER BY timestamp DESC, id DESC LIMIT ?",
                SqliteRequestStore::read,
                where.values(limit)));
    }

    @Override
    public RequestStats stats(Instant since, Instant until) {
        return rollups.stats(since, until);
    }

    @Override
    public List<BlockedAddress> blockedSince(Instant since, int limit) {
        return database.read(connection -> Statements.list(
                connection,
                "SELECT ip_address, blocked_at, last_blocked, block_reason, block_count, refused, confidence,"
                        + " auto_unblock_at FROM blocked_ips WHERE last_blocked >= ?"
                        + " ORDER BY last_blocked DESC, ip_address LIMIT ?",
                row -> new BlockedAddress(
                        row.getString(1),
                        Rows.instant(row.getLong(2)),
                        Rows.instant(row.getLong(3)),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6) == 0 ? 0 : row.getDouble(7) / row.getLong(6),
                        Rows.instant(row.getLong(8))),
                Rows.micros(since),
                limit));
    }

    @Override
    public void keep(Duration retention, long most) {
        thread.keep(retention, most);
    }

    @Override
    public void block(String ip, Instant at, Instant until, String reason) {
        commit(1, statements -> BlockedRows.order(statements, ip, at, until, reason));
    }

    @Override
    public boolean unblock(String ip, Instant at) {
        int[] changed = new int[1];
        commit(1, statements -> changed[0] = BlockedRows.end(statements, ip, at));
        return changed[0] > 0;
    }

    /** What has not begun when nobody waits for it any more is not written. */
    private void commit(int rows, Write.Work work) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        queue.add(new Write("requests:" + numbers.incrementAndGet(), false, work, written, rows));
        try {
            written.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException notStored) {
            throw notStored.getCause() instanceof UncheckedIOException reason
                    ? reason
                    : failed(notStored.getCause().getMessage(), notStored);
        } catch (TimeoutException late) {
            written.cancel(false);
            throw failed("not yet stored after " + patience.toSeconds() + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed("interrupted while waiting for the disk", interrupted);
        }
    }

    private static UncheckedIOException failed(String message, Exception cause) {
        return new UncheckedIOException(message, new IOException(message, cause));
    }

    private static StoredRequest read(ResultSet row) throws SQLException {
        return new StoredRequest(
                row.getLong(1),
                new RequestLog(
                        Rows.instant(row.getLong(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        Prediction.parse(row.getString(7)),
                        row.getDouble(8),
                        row.getInt(9) != 0,
                        row.getInt(10),
                        row.getDouble(11),
                        row.getLong(12),
                        row.getString(13)));
    }

    /** A filter as SQL. */
    private static final class Where {
        private String sql = "";
        private final List<Object> values = new ArrayList<>();

        Where(RequestFilter filter) {
            and("timestamp >= ?", Rows.micros(filter.since()));
            and("timestamp < ?", Rows.micros(filter.until()));
            if (filter.sourceIp() != null) {
                and("source_ip = ?", filter.sourceIp());
            }
            if (filter.prediction() != null) {
                and("prediction = ?", filter.prediction().wireName());
            }
            if (filter.blocked() != null) {
                and("is_blocked = ?", filter.blocked() ? 1 : 0);
            }
        }

        private void and(String condition, Object... more) {
            sql += (sql.isEmpty() ? " WHERE " : " AND ") + condition;
            values.addAll(List.of(more));
        }

        Object[] values(Object... more) {
            List<Object> all = new ArrayList<>(values);
            all.addAll(List.of(more));
            return all.toArray();
        }
    }
}
