package io.sentinelsdn.store.memory;

import io.sentinelsdn.domain.gateway.BlockedAddress;
import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.spi.RequestStore;
import java.time.Instant;

/** A blocked address that changes. Guarded by the store's lock. */
final class MemoryBlock {
    private Instant first;
    private Instant last;
    private Instant until = Instant.MIN;
    /** When a person ended it; null when nobody did. */
    private Instant ended;

    private String reason = "";
    private long count;
    private long refused;
    private double confidence;

    void refused(RequestLog log) {
        Instant at = log.timestamp();
        seen(at);
        refused++;
        confidence += log.confidence();
        if (ended != null && !at.isAfter(ended)) {
            return;
        }
        if (ended != null || until.isBefore(at)) {
            reason = "refused by a gateway";
        }
        ended = null;
        Instant end = at.plus(RequestStore.GATEWAY_BLOCK);
        until = end.isAfter(until) ? end : until;
    }

    void ordered(Instant at, Instant end, String why) {
        seen(at);
        until = end;
        reason = why;
        ended = null;
    }

    boolean end(Instant at) {
        if (!until.isAfter(at)) {
            return false;
        }
        until = at;
        ended = at;
        reason = "unblocked";
        return true;
    }

    BlockedAddress shown(String ip) {
        return new BlockedAddress(ip, first, last, reason, count, refused == 0 ? 0 : confidence / refused, until);
    }

    private void seen(Instant at) {
        count++;
        first = first == null || at.isBefore(first) ? at : first;
        last = last == null || at.isAfter(last) ? at : last;
    }
}
