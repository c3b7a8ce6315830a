package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.gateway.RequestLog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds requests to their sums. A bucket that has got twice the names it should have keeps those with most attacks, then
 * most requests; the others go into one row without a name, so that totals stay true (lossy counting, Manku and Motwani
 * 2002, section 4.2). Run by the writer thread.
 */
final class RollupWriter {
    /** Buckets whose number of names is remembered; others are counted when they are touched. */
    private static final int REMEMBERED = 8192;

    private static final String ADD = "INSERT INTO rollups (span, start, kind, name, requests, blocked, attacks,"
            + " confidence, attack_confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (span, kind, start, name) DO UPDATE SET requests = requests + excluded.requests,"
            + " blocked = blocked + excluded.blocked, attacks = attacks + excluded.attacks,"
            + " confidence = confidence + excluded.confidence,"
            + " attack_confidence = attack_confidence + excluded.attack_confidence";
    private static final String BUCKET = " WHERE span = ? AND kind = ? AND start = ? AND name <> ''";
    private static final String RARE = BUCKET + " AND name NOT IN (SELECT name FROM rollups" + BUCKET
            + " ORDER BY attacks DESC, requests DESC, name LIMIT ?)";
    private static final String RARE_SUM = "SELECT sum(requests), sum(blocked), sum(attacks), sum(confidence),"
            + " sum(attack_confidence) FROM rollups" + RARE;

    private record Bucket(int span, int kind, long start) {}

    private record Cell(Bucket bucket, String name) {}

    private static final class Sum {
        private long requests;
        private long blocked;
        private long attacks;
        private double confidence;
        private double attackConfidence;

        void add(RequestLog log) {
            requests++;
            blocked += log.blocked() ? 1 : 0;
            confidence += log.confidence();
            if (log.isAttack()) {
                attacks++;
                attackConfidence += log.confidence();
            }
        }
    }

    /** Never less than the number of names in a bucket. */
    private final Map<Bucket, Integer> names = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bucket, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };

    void add(Statements statements, List<RequestLog> logs, Instant now) throws SQLException {
        Map<Cell, Sum> sums = new HashMap<>();
        for (RequestLog log : logs) {
            if (!log.timestamp().isBefore(now.minus(Rollup.HOURS_KEPT))) {
                add(sums, Rollup.HOUR, log);
            }
            if (!log.timestamp().isBefore(now.minus(Rollup.MINUTES_KEPT))) {
                add(sums, Rollup.MINUTE, log);
            }
        }
        Map<Bucket, Integer> touched = new HashMap<>();
        for (Map.Entry<Cell, Sum> each : sums.entrySet()) {
            Bucket bucket = each.getKey().bucket();
            write(statements, bucket, each.getKey().name(), each.getValue());
            if (bucket.kind() != Rollup.BY_PREDICTION) {
                touched.merge(bucket, 1, Integer::sum);
            }
        }
        for (Map.Entry<Bucket, Integer> each : touched.entrySet()) {
            bound(statements, each.getKey(), each.getValue());
        }
    }

    private static void add(Map<Cell, Sum> sums, int span, RequestLog log) {
        long start = Math.floorDiv(log.timestamp().getEpochSecond(), span) * span;
        add(
                sums,
                new Cell(
                        new Bucket(span, Rollup.BY_PREDICTION, start),
                        log.prediction().wireName()),
                log);
        add(sums, new Cell(new Bucket(span, Rollup.BY_ADDRESS, start), log.sourceIp()), log);
        add(sums, new Cell(new Bucket(span, Rollup.BY_PATH, start), log.path()), log);
    }

    private static void add(Map<Cell, Sum> sums, Cell cell, RequestLog log) {
        sums.computeIfAbsent(cell, unused -> new Sum()).add(log);
    }

    private static void write(Statements statements, Bucket bucket, String name, Sum sum) throws SQLException {
        statements.run(
                ADD,
                bucket.span(),
                bucket.start(),
                bucket.kind(),
                name,
                sum.requests,
                sum.blocked,
                sum.attacks,
                sum.confidence,
                sum.attackConfidence);
    }

    private void bound(Statements statements, Bucket bucket, int more) throws SQLException {
        int kept = Rollup.names(bucket.span());
        Integer before = names.get(bucket);
        int atMost = before == null ? Integer.MAX_VALUE : before + more;
        if (atMost > 2 * kept) {
            atMost = (int) statements.number(
                    "SELECT count(*) FROM rollups" + BUCKET, bucket.span(), bucket.kind(), bucket.start());
        }
        if (atMost > 2 * kept) {
            forgetRare(statements, bucket, kept);
            atMost = kept;
        }
        names.put(bucket, atMost);
    }

    private static void forgetRare(Statements statements, Bucket bucket, int kept) throws SQLException {
        Object[] where = {
            bucket.span(), bucket.kind(), bucket.start(), bucket.span(), bucket.kind(), bucket.start(), kept
        };
        Sum rest = statements.list(RARE_SUM, RollupWriter::sum, where).get(0);
        statements.run("DELETE FROM rollups" + RARE, where);
        write(statements, bucket, "", rest);
    }

    private static Sum sum(java.sql.ResultSet row) throws SQLException {
        Sum sum = new Sum();
        sum.requests = row.getLong(1);
        sum.blocked = row.getLong(2);
        sum.attacks = row.getLong(3);
        sum.confidence = row.getDouble(4);
        sum.attackConfidence = row.getDouble(5);
        return sum;
    }
}
