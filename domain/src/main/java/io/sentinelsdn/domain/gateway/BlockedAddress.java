package io.sentinelsdn.domain.gateway;

import java.time.Instant;

/**
 * An address that gateways or people blocked.
 *
 * @param firstSeen when it was blocked first
 * @param lastBlocked when a request of it was refused last, or it was blocked by a person
 * @param count requests refused and orders of people
 * @param avgConfidence of the refused requests, in [0, 1]; 0 when there was none
 * @param until when the block ends or ended
 */
public record BlockedAddress(
        String ip,
        Instant firstSeen,
        Instant lastBlocked,
        String reason,
        long count,
        double avgConfidence,
        Instant until) {
    public boolean isActive(Instant now) {
        return now.isBefore(until);
    }
}
