package io.sentinelsdn.domain.flow;

import java.util.List;
import java.util.Map;

/**
 * What a destination, source, prefix or switch port does within a sliding window: an immutable snapshot.
 *
 * @param scope what it is about
 * @param key address, prefix, or {@code dpid/port}
 * @param windowSeconds 1, 10 or 60
 * @param pps packets per second
 * @param bps bits per second
 * @param newFlowsPerSecond flows seen for the first time, per second
 * @param distinctSources estimate (HyperLogLog, about 5 %)
 * @param sourceEntropy of the packets over their sources, 0 all from one, 1 evenly from very many
 * @param dstPortEntropy of the packets over their destination ports, likewise
 * @param synShare share of the packets that are initial SYNs, in [0, 1]
 * @param oneWayShare share of the packets that nobody answers, in [0, 1]
 * @param protocolShares share of the packets by protocol name, each in [0, 1]
 * @param topTalkers who sends most (for a source: to whom it sends most), busiest first
 */
public record TrafficFeatures(
        Scope scope,
        String key,
        int windowSeconds,
        double pps,
        double bps,
        double newFlowsPerSecond,
        double distinctSources,
        double sourceEntropy,
        double dstPortEntropy,
        double synShare,
        double oneWayShare,
        Map<String, Double> protocolShares,
        List<Talker> topTalkers) {
    /** What a window is about. */
    public enum Scope {
        DESTINATION,
        SOURCE,
        PREFIX,
        PORT
    }

    /** Somebody and the packets and bits per second that are his. */
    public record Talker(String ip, double pps, double bps) {}

    public TrafficFeatures {
        protocolShares = Map.copyOf(protocolShares);
        topTalkers = List.copyOf(topTalkers);
    }
}
