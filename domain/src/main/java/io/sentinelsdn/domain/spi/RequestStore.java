package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.gateway.BlockedAddress;
import io.sentinelsdn.domain.gateway.RequestFilter;
import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.gateway.RequestStats;
import io.sentinelsdn.domain.gateway.StoredRequest;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What gateways told: their requests, and the addresses they blocked. Bounded in time and number; sums by the hour live
 * longer than the requests. Any thread may call. Whatever cannot be read or written throws
 * {@link java.io.UncheckedIOException} with words for people.
 */
public interface RequestStore {
    /** Requests in one {@link #append} at most. */
    int MOST_AT_ONCE = 10_000;

    /** How long a gateway blocks a client by default. */
    Duration GATEWAY_BLOCK = Duration.ofMinutes(10);

    /**
     * Keeps requests, all or none, and counts the blocked addresses among them. Returns when they are stored.
     *
     * @throws java.io.UncheckedIOException when they are not stored
     */
    void append(List<RequestLog> logs);

    /** Newest first. */
    Page<StoredRequest> requests(RequestFilter filter, int limit, int offset);

    /**
     * The next ones of a long walk, newest first.
     *
     * @param last the last one seen, or null to begin
     */
    List<StoredRequest> after(RequestFilter filter, StoredRequest last, int limit);

    /**
     * Sums of a time. Within the time that single requests are kept its ends are rounded down and up to full minutes,
     * before that to full hours. Addresses and paths are exact while there are few enough of them in an hour.
     */
    RequestStats stats(Instant since, Instant until);

    /** Addresses blocked since a time, last ones first. */
    List<BlockedAddress> blockedSince(Instant since, int limit);

    /** From the next cleaning on, which comes soon: how long requests are kept, and how many at most, the newest. */
    void keep(Duration retention, long most);

    /** An order of a person, until a time. */
    void block(String ip, Instant at, Instant until, String reason);

    /** Ends a block; false when there is none. */
    boolean unblock(String ip, Instant at);
}
