package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Traffic of the last second over all edge ports, with the busiest destinations. */
record TrafficJson(
        Instant timestamp,
        double pps,
        double bps,
        long activeFlows,
        double newFlowsPerSecond,
        Map<String, Double> ppsByProtocol,
        List<DestinationJson> destinations) {
    private static final int MOST_DESTINATIONS = 10;

    static TrafficJson of(TrafficView view, Instant now) {
        return new TrafficJson(
                now,
                view.pps(),
                view.bps(),
                view.activeFlows(),
                view.newFlowsPerSecond(),
                new TreeMap<>(view.ppsByProtocol()),
                view.destinations().stream()
                        .limit(MOST_DESTINATIONS)
                        .map(DestinationJson::of)
                        .toList());
    }

    /** A protocol's share of the packets in [0, 1]. */
    record ProtocolJson(String protocol, double pps, double share) {}

    /** Who sends most, by the flows of the last poll. */
    record SourceJson(String ip, double pps, double bps, long packets, long bytes, long flows) {
        SourceJson of(IpAddress address) {
            return new SourceJson(address.toString(), pps, bps, packets, bytes, flows);
        }

        SourceJson plus(SourceJson other) {
            return new SourceJson(
                    ip,
                    pps + other.pps,
                    bps + other.bps,
                    packets + other.packets,
                    bytes + other.bytes,
                    flows + other.flows);
        }
    }

    /** Who gets most, by the counters of the last second. */
    record DestinationJson(
            String ip, double pps, double bps, double synPps, double udpPps, double icmpPps, double newFlowsPerSecond) {
        static DestinationJson of(TrafficView.DestinationView view) {
            return new DestinationJson(
                    view.ip(), view.pps(), view.bps(), view.synPps(), view.udpPps(), view.icmpPps(), view.newFlows());
        }
    }
}
