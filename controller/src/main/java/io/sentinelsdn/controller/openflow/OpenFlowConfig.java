package io.sentinelsdn.controller.openflow;

import io.sentinelsdn.domain.net.ControllerRole;
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
 */
public record OpenFlowConfig(
        String host, int port, int eventLoops, ConnectionLimits limits, Patience patience, ControllerRole role) {
    /** The port IANA assigned to OpenFlow. */
    public static final int DEFAULT_PORT = 6653;

    public OpenFlowConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("of_port must be between 0 and 65535: " + port);
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops must be >= 1: " + eventLoops);
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
                ControllerRole.EQUAL);
    }

    public OpenFlowConfig listeningOn(String newHost, int newPort) {
        return new OpenFlowConfig(newHost, newPort, eventLoops, limits, patience, role);
    }

    public OpenFlowConfig withLimits(ConnectionLimits newLimits) {
        return new OpenFlowConfig(host, port, eventLoops, newLimits, patience, role);
    }

    public OpenFlowConfig withPatience(Patience newPatience) {
        return new OpenFlowConfig(host, port, eventLoops, limits, newPatience, role);
    }

    public OpenFlowConfig withRole(ControllerRole newRole) {
        return new OpenFlowConfig(host, port, eventLoops, limits, patience, newRole);
    }
}
