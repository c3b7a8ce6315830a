package io.sentinelsdn.store;

import java.time.Duration;

/**
 * How long what is kept.
 *
 * @param retention ended detections and their plans, &gt; 0
 * @param requestRetention requests of gateways, &gt; 0; their sums are kept 30 days
 * @param maxRequests requests of gateways at most, &ge; 1, the newest
 */
public record StoreConfig(Duration retention, Duration requestRetention, long maxRequests) {
    /** 30 days; requests for 24 hours, 5,000,000 of them. */
    public static StoreConfig defaults() {
        return new StoreConfig(Duration.ofDays(30), Duration.ofHours(24), 5_000_000);
    }

    /** The same with other bounds for requests of gateways. */
    public StoreConfig withRequests(Duration kept, long most) {
        return new StoreConfig(retention, kept, most);
    }
}
