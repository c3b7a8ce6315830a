package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.spi.RequestStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes blocked addresses. A refused request extends a block, but not one that was ended after it. Run by the writer
 * thread.
 */
final class BlockedRows {
    private static final String UNBLOCKED = "unblocked";
    private static final String REFUSED = "refused by a gateway";
    private static final String ENDED_LATER =
            "(block_reason = '" + UNBLOCKED + "' AND excluded.last_blocked <= auto_unblock_at)";

    private static final String COUNT = "INSERT INTO blocked_ips (ip_address, blocked_at, block_reason, block_count,"
            + " last_blocked, auto_unblock_at, refused, confidence) VALUES (?, ?, '" + REFUSED
            + "', ?, ?, ?, ?, ?) ON CONFLICT (ip_address) DO UPDATE SET"
            + " blocked_at = min(blocked_at, excluded.blocked_at), block_count = block_count + excluded.block_count,"
            + " last_blocked = max(last_blocked, excluded.last_blocked),"
            + " auto_unblock_at = CASE WHEN " + ENDED_LATER + " THEN auto_unblock_at"
            + " ELSE max(auto_unblock_at, excluded.auto_unblock_at) END,"
            + " block_reason = CASE WHEN " + ENDED_LATER + " THEN block_reason"
            + " WHEN auto_unblock_at < excluded.last_blocked OR block_reason = '" + UNBLOCKED
            + "' THEN excluded.block_reason ELSE block_reason END,"
            + " refused = refused + excluded.refused, confidence = confidence + excluded.confidence";
    private static final String ORDER = "INSERT INTO blocked_ips (ip_address, blocked_at, block_reason, block_count,"
            + " last_blocked, auto_unblock_at, refused, confidence) VALUES (?, ?, ?, 1, ?, ?, 0, 0)"
            + " ON CONFLICT (ip_address) DO UPDATE SET block_reason = excluded.block_reason,"
            + " block_count = block_count + 1, last_blocked = max(last_blocked, excluded.last_blocked),"
            + " auto_unblock_at = excluded.auto_unblock_at";
    private static final String END = "UPDATE blocked_ips SET auto_unblock_at = ?, block_reason = '" + UNBLOCKED
            + "' WHERE ip_address = ? AND auto_unblock_at > ?";

    private BlockedRows() {}

    /** Counts the refused requests among these. */
    static void count(Statements statements, List<RequestLog> logs) throws SQLException {
        Map<String, Sum> sums = new HashMap<>();
        for (RequestLog log : logs) {
            if (log.blocked()) {
                sums.computeIfAbsent(log.sourceIp(), unused -> new Sum()).add(log);
            }
        }
        for (Map.Entry<String, Sum> each : sums.entrySet()) {
            Sum sum = each.getValue();
            statements.run(
                    COUNT,
                    each.getKey(),
                    sum.first,
                    sum.count,
                    sum.last,
                    sum.last + RequestStore.GATEWAY_BLOCK.toSeconds() * 1_000_000,
                    sum.count,
                    sum.confidence);
        }
    }

    static void order(Statements statements, String ip, Instant at, Instant until, String reason) throws SQLException {
        statements.run(ORDER, ip, Rows.micros(at), reason, Rows.micros(at), Rows.micros(until));
    }

    /** Ends a block that goes on; answers how many. */
    static int end(Statements statements, String ip, Instant at) throws SQLException {
        return statements.run(END, Rows.micros(at), ip, Rows.micros(at));
    }

    private static final class Sum {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long count;
        private double confidence;

        void add(RequestLog log) {
            long at = Rows.micros(log.timestamp());
            first = Math.min(first, at);
            last = Math.max(last, at);
            count++;
            confidence += log.confidence();
        }
    }
}
