package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.gateway.RequestLog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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

        void add(Sum more) {
            requests += more.requests;
            blocked += more.blocked;
            attacks += more.attacks;
            confidence += more.confidence;
            attackConfidence += more.attackConfidence;
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
        Map<Bucket, Map<String, Sum>> buckets = new HashMap<>();
        for (RequestLog log : logs) {
            if (!log.timestamp().isBefore(now.minus(Rollup.HOURS_KEPT))) {
                add(buckets, Rollup.HOUR, log);
            }
            if (!log.timestamp().isBefore(now.minus(Rollup.MINUTES_KEPT))) {
                add(buckets, Rollup.MINUTE, log);
            }
        }
        List<Object[]> rows = new ArrayList<>();
        Map<Bucket, Integer> written = new HashMap<>();
        for (Map.Entry<Bucket, Map<String, Sum>> each : buckets.entrySet()) {
            written.put(each.getKey(), rows(each.getKey(), each.getValue(), rows));
        }
        statements.runAll(ADD, rows);
        for (Map.Entry<Bucket, Integer> each : written.entrySet()) {
            if (each.getKey().kind() != Rollup.BY_PREDICTION) {
                bound(statements, each.getKey(), each.getValue());
            }
        }
    }

    private static void add(Map<Bucket, Map<String, Sum>> buckets, int span, RequestLog log) {
        long start = Math.floorDiv(log.timestamp().getEpochSecond(), span) * span;
        add(
                buckets,
                new Bucket(span, Rollup.BY_PREDICTION, start),
                log.prediction().wireName(),
                log);
        add(buckets, new Bucket(span, Rollup.BY_ADDRESS, start), log.sourceIp(), log);
        add(buckets, new Bucket(span, Rollup.BY_PATH, start), log.path(), log);
    }

    private static void add(Map<Bucket, Map<String, Sum>> buckets, Bucket bucket, String name, RequestLog log) {
        buckets.computeIfAbsent(bucket, unused -> new HashMap<>())
                .computeIfAbsent(name, unused -> new Sum())
                .add(log);
    }

    /** Adds what is to be written for a bucket to the rows and answers how many names that brings. */
    private int rows(Bucket bucket, Map<String, Sum> sums, List<Object[]> rows) {
        if (bucket.kind() == Rollup.BY_PREDICTION) {
            sums.forEach((name, sum) -> rows.add(row(bucket, name, sum)));
            return sums.size();
        }
        int written = 0;
        Sum rest = new Sum();
        int most = mostNames(bucket);
        boolean crowded = most < Rollup.names(bucket.span());
        for (Map.Entry<String, Sum> each : byWeight(sums)) {
            if (written < most && !(crowded && each.getValue().attacks == 0)) {
                rows.add(row(bucket, each.getKey(), each.getValue()));
                written++;
            } else {
                rest.add(each.getValue());
            }
        }
        if (rest.requests > 0) {
            rows.add(row(bucket, "", rest));
        }
        return written;
    }

    /**
     * Names that one batch may bring into a bucket. When it had to be pruned before only those with most attacks come in:
     * others would be the first to go again.
     */
    private int mostNames(Bucket bucket) {
        int kept = Rollup.names(bucket.span());
        Integer known = names.get(bucket);
        return known != null && known >= kept ? kept / 4 : 2 * kept;
    }

    private static List<Map.Entry<String, Sum>> byWeight(Map<String, Sum> sums) {
        Comparator<Map.Entry<String, Sum>> attacks = Comparator.comparingLong(each -> -each.getValue().attacks);
        return sums.entrySet().stream()
                .sorted(attacks.thenComparingLong(each -> -each.getValue().requests)
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private static Object[] row(Bucket bucket, String name, Sum sum) {
        return new Object[] {
            bucket.span(),
            bucket.start(),
            bucket.kind(),
            name,
            sum.requests,
            sum.blocked,
            sum.attacks,
            sum.confidence,
            sum.attackConfidence
        };
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
        statements.run(ADD, row(bucket, "", rest));
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
