package io.sentinelsdn.store.sqlite;

import java.time.Duration;

/**
 * How the store behaves.
 *
 * @param retention how long ended detections and plans are kept, &gt; 0
 * @param requestRetention how long requests of gateways are kept, &gt; 0
 * @param maxRequests requests of gateways kept at most, &ge; 1; a cleaning may lag behind by a few 100,000
 * @param queueCapacity writes that may wait, &ge; 2; detections and plans may use half of it
 * @param batchSize writes in one transaction at most, &ge; 1
 * @param patience how long a caller waits for room, for its own writes to become readable, or in a flush
 * @param maxPages largest size of the database in pages of 4 KiB, or 0 for no limit but the disk
 */
public record SqliteSettings(
        Duration retention,
        Duration requestRetention,
        long maxRequests,
        int queueCapacity,
        int batchSize,
        Duration patience,
        long maxPages) {
    public SqliteSettings {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention must be > 0: " + retention);
        }
        if (requestRetention.isNegative() || requestRetention.isZero()) {
            throw new IllegalArgumentException("requestRetention must be > 0: " + requestRetention);
        }
        if (maxRequests < 1) {
            throw new IllegalArgumentException("maxRequests must be >= 1: " + maxRequests);
        }
        if (queueCapacity < 2) {
            throw new IllegalArgumentException("queueCapacity must be >= 2: " + queueCapacity);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be >= 1: " + batchSize);
        }
    }

    /** The defaults with this retention. */
    public static SqliteSettings keeping(Duration retention) {
        return new SqliteSettings(retention, Duration.ofHours(24), 5_000_000, 20_000, 1_000, Duration.ofSeconds(5), 0);
    }

    /** The same with other bounds for requests of gateways. */
    public SqliteSettings withRequests(Duration kept, long most) {
        return new SqliteSettings(retention, kept, most, queueCapacity, batchSize, patience, maxPages);
    }
}
