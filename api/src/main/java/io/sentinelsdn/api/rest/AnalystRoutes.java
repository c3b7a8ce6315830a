package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.slice.SliceMembers;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What analysts look at: threats of now, and who talks to whom. */
public final class AnalystRoutes {
    private static final int LATEST = 20;
    private static final int MOST_EDGES = 1_000;

    private final SwitchDirectory directory;
    private final TrafficSource traffic;
    private final HistoryStore history;

    public AnalystRoutes(SwitchDirectory directory, TrafficSource traffic, HistoryStore history) {
        this.directory = directory;
        this.traffic = traffic;
        this.history = history;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/attack-data", this::threats).query("limit"),
                Route.get("/api/network-data", this::graph).query("limit"));
    }

    record AttackJson(
            String id,
            Instant timestamp,
            String attackType,
            String severity,
            String status,
            double confidence,
            List<String> sourceIps,
            List<String> targetIps,
            double pps,
            double bps,
            double peakPps,
            Instant endedAt,
            Long durationSeconds) {
        static AttackJson of(Detection detection) {
            DetectionJson whole = DetectionJson.of(detection, SliceMembers.NONE);
            return new AttackJson(
                    whole.id(),
                    whole.timestamp(),
                    whole.attackType(),
                    whole.severity(),
                    whole.status(),
                    whole.confidence(),
                    whole.sourceIps(),
                    whole.targetIps(),
                    detection.evidence().pps(),
                    detection.evidence().bps(),
                    whole.peakPps(),
                    whole.endedAt(),
                    detection.endedAt() == null
                            ? null
                            : Duration.between(detection.startedAt(), detection.endedAt())
                                    .toSeconds());
        }
    }

    /** A switch or an address. */
    record NodeJson(String id, String type, boolean attacked, boolean attacking) {}

    /** A link, where a host is, or traffic from one address to another. */
    record EdgeJson(String source, String target, String type, Double pps, Double bps) {}

    record GraphJson(Instant timestamp, List<NodeJson> nodes, List<EdgeJson> edges) {}

    private Response threats(Request request) {
        int limit = request.query().number("limit", 1, 100, LATEST);
        Map<String, Detection> latest = new LinkedHashMap<>();
        history.detections(Query.newest(limit)).items().forEach(detection -> latest.put(detection.id(), detection));
        traffic.activeDetections().forEach(detection -> latest.put(detection.id(), detection));
        List<Detection> newest = latest.values().stream()
                .sorted(Comparator.comparing(Detection::startedAt).reversed())
                .limit(limit)
                .toList();
        return ListJson.of(new Page<>(newest, newest.size()), AttackJson::of);
    }

    private Response graph(Request request) {
        int limit = request.query().number("limit", 1, MOST_EDGES, 200);
        List<FlowView> flows = traffic.flows().stream().limit(limit).toList();
        List<EdgeJson> edges = new ArrayList<>();
        List<NodeJson> nodes = new ArrayList<>();
        for (SwitchView view : directory.switches()) {
            nodes.add(new NodeJson(Words.text(view.dpid()), "switch", false, false));
        }
        directory
                .links()
                .forEach(link -> edges.add(
                        new EdgeJson(Words.text(link.fromDpid()), Words.text(link.toDpid()), "link", null, null)));
        Set<IpAddress> addresses = new HashSet<>();
        for (SwitchDirectory.HostView host :
                directory.hosts().stream().limit(MOST_EDGES).toList()) {
            for (IpAddress address : host.addresses()) {
                addresses.add(address);
                edges.add(new EdgeJson(address.toString(), Words.text(host.dpid()), "attached", null, null));
            }
        }
        edges.addAll(talk(flows, addresses));
        addresses.stream().sorted().forEach(address -> nodes.add(node(address)));
        return Response.ok(new GraphJson(Instant.now(), nodes, edges));
    }

    private static List<EdgeJson> talk(List<FlowView> flows, Set<IpAddress> addresses) {
        Map<List<IpAddress>, double[]> rates = new LinkedHashMap<>();
        for (FlowView flow : flows) {
            double[] rate = rates.computeIfAbsent(List.of(flow.src(), flow.dst()), unused -> new double[2]);
            rate[0] += flow.pps();
            rate[1] += flow.bps();
            addresses.add(flow.src());
            addresses.add(flow.dst());
        }
        List<EdgeJson> edges = new ArrayList<>();
        rates.forEach((pair, rate) ->
                edges.add(new EdgeJson(pair.get(0).toString(), pair.get(1).toString(), "traffic", rate[0], rate[1])));
        return edges;
    }

    private NodeJson node(IpAddress address) {
        List<AttackEvidence> attacks =
                traffic.activeDetections().stream().map(Detection::evidence).toList();
        boolean attacked = attacks.stream().anyMatch(attack -> attack.target().equals(address));
        boolean attacking = attacks.stream()
                .filter(attack -> !attack.spoofed())
                .flatMap(attack -> attack.sources().stream())
                .anyMatch(source -> source.ip().equals(address));
        return new NodeJson(address.toString(), "address", attacked, attacking);
    }
}
