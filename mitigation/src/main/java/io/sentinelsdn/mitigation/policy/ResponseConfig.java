package io.sentinelsdn.mitigation.policy;

import io.sentinelsdn.domain.mitigate.PolicyKind;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.slice.SwitchPort;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;

/**
 * What mitigation may use and risk; {@link #defaults()} holds every default.
 *
 * @param policy who chooses among safe plans
 * @param scrubber where {@code redirect} sends attack traffic, or null for nowhere
 * @param scrubberPorts the same as ports of one switch, 4 at most, that share the traffic; empty for none
 * @param controllers addresses of this controller, which no rule may block
 * @param gateway the HTTP gateway to which {@code challenge} sends web clients, or null for none
 * @param gatewayPort its TCP port for challenged clients, 1 to 65535
 * @param collateralBudget share of the victim's good traffic that a plan may hurt before it retreats, in (0, 1]
 * @param maxPermits counting permit entries an incident for clients proven good, 0 to 1000
 * @param maxTrafficShare share of the network's calm traffic that automatic rules may touch, in (0, 1]
 * @param probe how long what was dropped is let through under a meter before a rule goes, 0 s (not at all) to 1 h
 */
@RecordBuilder
public record ResponseConfig(
        PolicyKind policy,
        IpAddress scrubber,
        List<SwitchPort> scrubberPorts,
        List<IpAddress> controllers,
        IpAddress gateway,
        int gatewayPort,
        double collateralBudget,
        int maxPermits,
        double maxTrafficShare,
        Duration probe)
        implements ResponseConfigBuilder.With {
    public ResponseConfig {
        scrubberPorts = List.copyOf(scrubberPorts);
        controllers = List.copyOf(controllers);
        if (scrubber != null && !scrubberPorts.isEmpty()) {
            throw new IllegalArgumentException("scrubber and scrubberPorts exclude each other");
        }
        if (scrubberPorts.size() > 4
                || scrubberPorts.stream().map(SwitchPort::dpid).distinct().count() > 1) {
            throw new IllegalArgumentException("scrubberPorts must be at most 4 of one switch: " + scrubberPorts);
        }
        if (gatewayPort < 1 || gatewayPort > 65_535) {
            throw new IllegalArgumentException("gatewayPort must be between 1 and 65535: " + gatewayPort);
        }
        if (!(collateralBudget > 0 && collateralBudget <= 1)) {
            throw new IllegalArgumentException("collateralBudget must be above 0 and at most 1: " + collateralBudget);
        }
        if (maxPermits < 0 || maxPermits > 1000) {
            throw new IllegalArgumentException("maxPermits must be between 0 and 1000: " + maxPermits);
        }
        if (!(maxTrafficShare > 0 && maxTrafficShare <= 1)) {
            throw new IllegalArgumentException("maxTrafficShare must be above 0 and at most 1: " + maxTrafficShare);
        }
        if (probe.isNegative() || probe.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("probe must be between 0 s and 1 h: " + probe);
        }
    }

    /** The ladder, no scrubber, no gateway, 0.5 % of good traffic, 256 permits, 90 % of calm traffic, probes of 5 s. */
    public static ResponseConfig defaults() {
        return new ResponseConfig(
                PolicyKind.LADDER, null, List.of(), List.of(), null, 8000, 0.005, 256, 0.9, Duration.ofSeconds(5));
    }
}
