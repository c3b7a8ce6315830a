package io.sentinelsdn.domain.gateway;

import java.time.Instant;

/**
 * Which requests.
 *
 * @param since included
 * @param until excluded
 * @param blocked only those that were refused or not, or null
 * @param sourceIp only from this address, or null
 * @param prediction only those, or null
 */
public record RequestFilter(Instant since, Instant until, Boolean blocked, String sourceIp, Prediction prediction) {
    /** All of a time. */
    public static RequestFilter between(Instant since, Instant until) {
        return new RequestFilter(since, until, null, null, null);
    }

    /** Of these only those that were refused, or not. */
    public RequestFilter thatAreBlocked(boolean wanted) {
        return new RequestFilter(since, until, wanted, sourceIp, prediction);
    }

    /** Whether a request is meant. */
    public boolean matches(RequestLog log) {
        return !log.timestamp().isBefore(since)
                && log.timestamp().isBefore(until)
                && (blocked == null || blocked == log.blocked())
                && (sourceIp == null || sourceIp.equals(log.sourceIp()))
                && (prediction == null || prediction == log.prediction());
    }
}
