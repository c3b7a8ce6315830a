package io.sentinelsdn.slicing.plan;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SwitchPort;
import io.sentinelsdn.domain.spi.PortQueues.PortQos;
import io.sentinelsdn.domain.spi.PortQueues.QueueSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The queues of slices at the ports of a switch: one for each slice, whose guarantee and priority it has, and queue 0
 * for what belongs to none. A queue lets through what the slice may ever have; its meters bound it closer. Stateless.
 */
public final class QueuePlan {
    private static final long MBPS = 1_000_000;
    private static final int LAST = 7;

    private QueuePlan() {}

    /**
     * The queues of each port.
     *
     * @param slices that are enabled
     * @param fenced numbers of slices that come last
     * @param links speed by port; other ports have that of their interface
     */
    public static Map<Integer, PortQos> of(
            Dpid dpid, List<NetworkSlice> slices, Ground ground, Set<Integer> fenced, Map<SwitchPort, Integer> links) {
        Map<Integer, PortQos> byPort = new TreeMap<>();
        if (slices.isEmpty()) {
            return byPort;
        }
        Map<Integer, QueueSpec> queues = new TreeMap<>();
        queues.put(0, new QueueSpec(0, 0, LAST, "none"));
        for (NetworkSlice slice : slices) {
            int most = slice.spec().dynamic()
                    ? slice.spec().highest()
                    : slice.spec().bandwidth();
            int priority =
                    fenced.contains(slice.number()) ? LAST : LAST - slice.spec().priority();
            queues.put(
                    slice.number(),
                    new QueueSpec(slice.spec().minBandwidth() * MBPS, most * MBPS, priority, slice.id()));
        }
        for (int port : ground.ports(dpid)) {
            int mbps = links.getOrDefault(new SwitchPort(dpid, port), 0);
            byPort.put(port, new PortQos(mbps * MBPS, queues));
        }
        return byPort;
    }
}
