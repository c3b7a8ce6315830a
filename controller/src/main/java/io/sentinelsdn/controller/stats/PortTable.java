package io.sentinelsdn.controller.stats;

import io.sentinelsdn.controller.openflow.SessionHandler;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.SwitchView.PortView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Port counters and rates of one switch, for people. Owned by the event loop of the switch. */
public final class PortTable {
    private static final double NS_PER_SECOND = 1e9;
    /** Ports beyond are not counted: a switch has fewer, whatever its statistics say. */
    private static final int MOST_PORTS = 8_192;

    private final Map<Integer, Rates> rates = new HashMap<>();

    private static final class Rates {
        private long atNs;
        private long rxPackets;
        private long txPackets;
        private long rxBytes;
        private long txBytes;
        private double rxPps;
        private double txPps;
        private double rxBps;
        private double txBps;
    }

    public void update(SessionHandler.PortCounters counters, long nowNs) {
        if (rates.size() >= MOST_PORTS && !rates.containsKey(counters.port)) {
            return;
        }
        Rates port = rates.computeIfAbsent(counters.port, unused -> new Rates());
        double seconds = (nowNs - port.atNs) / NS_PER_SECOND;
        if (port.atNs != 0 && seconds > 0) {
            port.rxPps = rate(counters.rxPackets - port.rxPackets, seconds);
            port.txPps = rate(counters.txPackets - port.txPackets, seconds);
            port.rxBps = 8 * rate(counters.rxBytes - port.rxBytes, seconds);
            port.txBps = 8 * rate(counters.txBytes - port.txBytes, seconds);
        }
        port.atNs = nowNs;
        port.rxPackets = counters.rxPackets;
        port.txPackets = counters.txPackets;
        port.rxBytes = counters.rxBytes;
        port.txBytes = counters.txBytes;
    }

    public void retain(List<SwitchFeatures.Port> ports) {
        rates.keySet().retainAll(ports.stream().map(SwitchFeatures.Port::number).toList());
    }

    public List<PortView> views(List<SwitchFeatures.Port> ports, IntPredicate isEdge) {
        List<PortView> views = new ArrayList<>(ports.size());
        for (SwitchFeatures.Port port : ports) {
            Rates seen = rates.getOrDefault(port.number(), new Rates());
            views.add(new PortView(
                    port.number(),
                    port.name(),
                    new MacAddress(port.mac()).toString(),
                    port.up(),
                    isEdge.test(port.number()),
                    seen.rxPackets,
                    seen.txPackets,
                    seen.rxBytes,
                    seen.txBytes,
                    seen.rxPps,
                    seen.txPps,
                    seen.rxBps,
                    seen.txBps));
        }
        return views;
    }

    /** A counter that goes down was reset: no rate for this interval. */
    private static double rate(long delta, double seconds) {
        return delta < 0 ? 0 : delta / seconds;
    }
}
