package io.sentinelsdn.domain.flow;

import java.util.List;
import java.util.Map;

/**
 * Traffic of the last second over all edge ports: an immutable snapshot.
 *
 * @param pps packets per second entering the network
 * @param bps bits per second entering the network
 * @param activeFlows flows in the tables
 * @param newFlowsPerSecond flows seen for the first time, per second
 * @param ppsByProtocol packets per second by protocol name
 * @param destinations busiest destinations first, at most 100
 */
public record TrafficView(
        double pps,
        double bps,
        long activeFlows,
        double newFlowsPerSecond,
        Map<String, Double> ppsByProtocol,
        List<DestinationView> destinations) {
    /** A destination and what reaches it per second. */
    public record DestinationView(
            String ip, double pps, double bps, double synPps, double udpPps, double icmpPps, double newFlows) {}

    public TrafficView {
        ppsByProtocol = Map.copyOf(ppsByProtocol);
        destinations = List.copyOf(destinations);
    }

    public static TrafficView empty() {
        return new TrafficView(0, 0, 0, 0, Map.of(), List.of());
    }
}
