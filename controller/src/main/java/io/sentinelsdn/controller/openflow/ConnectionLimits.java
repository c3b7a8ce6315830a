package io.sentinelsdn.controller.openflow;

/**
 * How many may be connected.
 *
 * @param total connections in all
 * @param perAddress connections from one peer address
 * @param halfOpen connections whose handshake is not complete; of more the oldest is dropped
 */
public record ConnectionLimits(int total, int perAddress, int halfOpen) {
    public ConnectionLimits {
        atLeastOne(total, "openflow.max_connections");
        atLeastOne(perAddress, "openflow.max_connections_per_address");
        atLeastOne(halfOpen, "openflow.max_half_open");
    }

    private static void atLeastOne(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be >= 1: " + value);
        }
    }
}
