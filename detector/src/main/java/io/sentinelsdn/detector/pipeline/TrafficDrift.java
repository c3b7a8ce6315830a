package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.drift.DriftConfig;
import io.sentinelsdn.detector.drift.DriftMonitor;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.metric.Counters;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the traffic of the whole network still is what it was, from one aggregate for each second in which there was
 * any. It raises no alarm: it tells people that models and thresholds may have to be fitted again. Owned by the window
 * thread; the gauges may be read by any.
 */
final class TrafficDrift {
    /** Rates and counts as ln(1 + x), shares in [0, 1]. */
    private static final List<String> DIMENSIONS = List.of(
            "pps",
            "bps",
            "active_flows",
            "new_flows",
            "tcp_share",
            "udp_share",
            "icmp_share",
            "mean_size",
            "destinations",
            "busiest_share");

    private static final Logger LOG = LoggerFactory.getLogger(TrafficDrift.class);

    private final DriftConfig config;
    private final float[] aggregate = new float[DIMENSIONS.size()];
    private volatile DriftMonitor monitor;
    private boolean told;

    TrafficDrift(DriftConfig config, Counters counters) {
        this.config = config;
        counters.gauge(
                "sentinel_drift_score",
                "How odd the traffic of the last second is by a random cut forest; ordinary is about 1, 0 while learning",
                () -> state().score());
        counters.gauge(
                "sentinel_drift_odd_share", "Share of odd seconds in the last five minutes", () -> state().oddShare());
        counters.gauge(
                "sentinel_drifted",
                "1 when the traffic is not any more what models and thresholds were fitted to",
                () -> state().drifted() ? 1 : 0);
    }

    /** Takes a second; those of an attack are neither learnt nor counted. */
    void second(TrafficView traffic, boolean underAttack) {
        if (traffic.pps() <= 0) {
            return;
        }
        if (monitor == null) {
            monitor = new DriftMonitor(DIMENSIONS.size(), config);
        }
        fill(traffic);
        boolean drifted = monitor.update(aggregate, underAttack).drifted();
        if (drifted && !told) {
            LOG.warn("traffic has drifted, most of all in {}: consider sentinel adapt", strangest());
        }
        told = drifted;
    }

    private void fill(TrafficView traffic) {
        double pps = traffic.pps();
        double busiest = traffic.destinations().isEmpty()
                ? 0
                : traffic.destinations().get(0).pps();
        double counted = traffic.ppsByProtocol().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        aggregate[0] = log(pps);
        aggregate[1] = log(traffic.bps());
        aggregate[2] = log((double) traffic.activeFlows());
        aggregate[3] = log(traffic.newFlowsPerSecond());
        aggregate[4] = share(traffic.ppsByProtocol().getOrDefault("tcp", 0.0), counted);
        aggregate[5] = share(traffic.ppsByProtocol().getOrDefault("udp", 0.0), counted);
        aggregate[6] = share(traffic.ppsByProtocol().getOrDefault("icmp", 0.0), counted);
        aggregate[7] = log(traffic.bps() / 8 / pps);
        aggregate[8] = log(traffic.destinations().size());
        aggregate[9] = share(busiest, counted);
    }

    private static float log(double value) {
        return (float) Math.log1p(Math.max(0, value));
    }

    private static float share(double part, double of) {
        return of > 0 ? (float) Math.min(1, part / of) : 0;
    }

    private String strangest() {
        double[] parts = monitor.attribution(aggregate);
        int most = 0;
        for (int i = 1; i < parts.length; i++) {
            most = parts[i] > parts[most] ? i : most;
        }
        return DIMENSIONS.get(most);
    }

    private DriftMonitor.State state() {
        DriftMonitor there = monitor;
        return there == null ? DriftMonitor.State.NONE : there.state();
    }
}
