package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.gateway.RequestLog;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes requests, the sums they go into, and the blocked addresses among them. Run by the writer thread. */
final class RequestWriter {
    private static final String INSERT = "INSERT INTO requests (timestamp, source_ip, request_path, request_method,"
            + " user_agent, prediction, confidence_score, is_blocked, response_status_code, response_time_ms,"
            + " request_size_bytes, gateway_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Clock clock;
    private final RollupWriter rollups = new RollupWriter();

    RequestWriter(Clock clock) {
        this.clock = clock;
    }

    void write(Statements statements, List<RequestLog> logs) throws SQLException {
        Instant now = clock.instant();
        Long createdAt = Rows.micros(now);
        List<Object[]> rows = new ArrayList<>(logs.size());
        for (RequestLog log : logs) {
            rows.add(new Object[] {
                Rows.micros(log.timestamp()),
                log.sourceIp(),
                log.path(),
                log.method(),
                log.userAgent(),
                log.prediction().wireName(),
                log.confidence(),
                log.blocked() ? 1 : 0,
                log.status(),
                log.responseTimeMs(),
                log.sizeBytes(),
                log.gatewayId(),
                createdAt
            });
        }
        statements.runAll(INSERT, rows);
        rollups.add(statements, logs, now);
        BlockedRows.count(statements, logs);
    }
}
