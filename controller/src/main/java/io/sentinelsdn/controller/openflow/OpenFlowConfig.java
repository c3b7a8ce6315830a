package io.sentinelsdn.controller.openflow;

import io.sentinelsdn.domain.net.ControllerRole;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * How the OpenFlow server listens.
 *
 * @param host address to bind
 * @param port TCP port, 0 to let the system choose
 * @param eventLoops number of event loops, &ge; 1
 * @param limits how many may be connected
 * @param patience how long a peer may be silent
 * @param role asked of every switch that connects
 * @param bundleFrom flow changes from which on a transaction goes as a bundle where the switch has bundles, 0 for never
 * @param packetInLimit PACKET_INs a second beyond which a switch is told to be quiet for a while, 0 for never
 * @param tls null for plain TCP
 */
@RecordBuilder
public record OpenFlowConfig(
        String host,
        int port,
        int eventLoops,
        ConnectionLimits limits,
        Patience patience,
        ControllerRole role,
        int bundleFrom,
        int packetInLimit,
        TlsConfig tls)
        implements OpenFlowConfigBuilder.With {
    /** The port IANA assigned to OpenFlow. */
    public static final int DEFAULT_PORT = 6653;

    public OpenFlowConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("of_port must be between 0 and 65535: " + port);
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops must be >= 1: " + eventLoops);
        }
        if (bundleFrom < 0) {
            throw new IllegalArgumentException("bundleFrom must be >= 0: " + bundleFrom);
        }
        if (packetInLimit < 0) {
            throw new IllegalArgumentException("openflow.packet_in_limit must be >= 0: " + packetInLimit);
        }
    }

    public static OpenFlowConfig defaults() {
        return new OpenFlowConfig(
                "0.0.0.0",
                DEFAULT_PORT,
                Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors())),
                new ConnectionLimits(4_096, 1_024, 2_048),
                new Patience(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofMillis(1_500)),
                ControllerRole.EQUAL,
                32,
                20_000,
                null);
    }

    public OpenFlowConfig listeningOn(String newHost, int newPort) {
        return with().host(newHost).port(newPort).build();
    }
}
