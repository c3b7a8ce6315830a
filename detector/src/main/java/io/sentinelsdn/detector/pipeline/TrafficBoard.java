package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.window.Cell;
import io.sentinelsdn.detector.window.Destination;
import io.sentinelsdn.detector.window.FlowSummary;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.detector.window.TrafficWindows;
import io.sentinelsdn.detector.window.WindowEngine;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.flow.TrafficView.DestinationView;
import io.sentinelsdn.domain.spi.TopologyView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What people see of the traffic: immutable snapshots, made by the window thread once a second. */
final class TrafficBoard {
    private static final int MAX_DESTINATIONS = 100;

    private final TopologyView topology;
    private final List<List<FlowView>> viewsByShard = new ArrayList<>();
    private volatile TrafficView traffic = TrafficView.empty();
    private volatile List<FlowView> flows = List.of();
    private final TrafficWindows windows;
    private volatile List<TrafficFeatures> features = List.of();
    private volatile List<Talker> senders = List.of();

    TrafficBoard(int shards, TopologyView topology, KeyedHash hash) {
        windows = new TrafficWindows(hash);
        this.topology = topology;
        for (int i = 0; i < shards; i++) {
            viewsByShard.add(List.of());
        }
    }

    TrafficView traffic() {
        return traffic;
    }

    List<FlowView> flows() {
        return flows;
    }

    List<TrafficFeatures> features() {
        return features;
    }

    List<Talker> senders() {
        return senders;
    }

    /** Takes the flow views out of a summary before it travels back. */
    void keepViews(int shard, FlowSummary summary) {
        if (summary.views != null) {
            viewsByShard.set(shard, summary.views);
            summary.views = null;
        }
    }

    void publish(long nowNs, WindowEngine engine, List<FlowSummary> summaries) {
        flows = mergedFlows();
        traffic = view(nowNs, engine, summaries);
        windows.add(nowNs, engine, flows);
        features = windows.features();
        senders = windows.senders(MAX_DESTINATIONS);
    }

    private List<FlowView> mergedFlows() {
        if (viewsByShard.size() == 1) {
            return List.copyOf(viewsByShard.get(0));
        }
        return viewsByShard.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingDouble(FlowView::pps).reversed())
                .limit(FlowViews.MAX)
                .toList();
    }

    private TrafficView view(long nowNs, WindowEngine engine, List<FlowSummary> summaries) {
        double pps = 0;
        double bps = 0;
        double tcp = 0;
        double udp = 0;
        double icmp = 0;
        double newFlows = 0;
        for (int i = 0; i < engine.cells().size(); i++) {
            Cell cell = engine.cells().at(i);
            pps += cell.pps;
            bps += cell.bps;
            tcp += cell.tcpPps;
            udp += cell.udpPps;
            icmp += cell.icmpPps;
            newFlows += cell.newFlows;
        }
        double other = Math.max(0, pps - tcp - udp - icmp);
        WindowEngine.PortTotals ports = engine.portTotals(nowNs, topology);
        long active =
                summaries.stream().mapToLong(summary -> summary.activeFlows).sum();
        return new TrafficView(
                ports.known() ? ports.pps() : pps,
                ports.known() ? ports.bps() : bps,
                active,
                newFlows,
                Map.of("tcp", tcp, "udp", udp, "icmp", icmp, "other", other),
                busiest(engine));
    }

    private static List<DestinationView> busiest(WindowEngine engine) {
        List<Destination> all = new ArrayList<>();
        engine.destinations().forEach(destination -> {
            if (destination.pps() > 0) {
                all.add(destination);
            }
        });
        return all.stream()
                .sorted(Comparator.comparingDouble(Destination::pps).reversed())
                .limit(MAX_DESTINATIONS)
                .map(it -> new DestinationView(
                        it.address().toString(),
                        it.pps(),
                        it.bps(),
                        it.synPps(),
                        it.udpPps(),
                        it.icmpPps(),
                        it.newFlows()))
                .toList();
    }
}
