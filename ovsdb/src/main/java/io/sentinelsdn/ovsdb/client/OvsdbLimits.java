package io.sentinelsdn.ovsdb.client;

/**
 * What one connection may take, and how patient it is.
 *
 * @param maxMessageBytes largest message in either direction; a server that sends a larger one is hung up on
 * @param maxRows rows remembered of one watched table; more are counted and not kept
 * @param maxPending requests without an answer; more are refused
 * @param requestMs how long an answer may take
 * @param echoMs silence after which the server is asked for an echo; after three times that it is given up
 * @param backoffMs first pause before another connection; it doubles up to {@code maxBackoffMs}
 */
public record OvsdbLimits(
        int maxMessageBytes, int maxRows, int maxPending, int requestMs, int echoMs, int backoffMs, int maxBackoffMs) {
    public OvsdbLimits {
        positive("maxMessageBytes", maxMessageBytes);
        positive("maxRows", maxRows);
        positive("maxPending", maxPending);
        positive("requestMs", requestMs);
        positive("echoMs", echoMs);
        positive("backoffMs", backoffMs);
        if (maxBackoffMs < backoffMs) {
            throw new IllegalArgumentException("maxBackoffMs must be at least backoffMs: " + maxBackoffMs);
        }
    }

    public static OvsdbLimits defaults() {
        return new OvsdbLimits(16 << 20, 4_096, 256, 10_000, 5_000, 250, 8_000);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be > 0: " + value);
        }
    }
}
