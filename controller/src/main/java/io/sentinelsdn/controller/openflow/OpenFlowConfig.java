package io.sentinelsdn.controller.openflow;

import java.time.Duration;

/**
 * How the OpenFlow server listens.
 *
 * @param host address to bind
 * @param port TCP port, 0 to let the system choose
 * @param eventLoops number of event loops, &ge; 1
 * @param maxConnections connections in total, more are closed at once and counted
 * @param handshakeTimeout a connection that is not ready by then is closed
 * @param echoInterval a peer that was silent this long is asked for an ECHO
 * @param deadAfter a peer that was silent this long is gone
 */
public record OpenFlowConfig(
        String host,
        int port,
        int eventLoops,
        int maxConnections,
        Duration handshakeTimeout,
        Duration echoInterval,
        Duration deadAfter) {
    /** The port IANA assigned to OpenFlow. */
    public static final int DEFAULT_PORT = 6653;

    public OpenFlowConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("of_port must be between 0 and 65535: " + port);
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops must be >= 1: " + eventLoops);
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be >= 1: " + maxConnections);
        }
    }

    public static OpenFlowConfig defaults() {
        return new OpenFlowConfig(
                "0.0.0.0",
                DEFAULT_PORT,
                Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors())),
                4_096,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15));
    }

    public OpenFlowConfig listeningOn(String newHost, int newPort) {
        return new OpenFlowConfig(
                newHost, newPort, eventLoops, maxConnections, handshakeTimeout, echoInterval, deadAfter);
    }
}
