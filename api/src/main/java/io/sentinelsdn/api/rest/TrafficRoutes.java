package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.QueryParams;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.api.rest.TrafficJson.DestinationJson;
import io.sentinelsdn.api.rest.TrafficJson.ProtocolJson;
import io.sentinelsdn.api.rest.TrafficJson.SourceJson;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.SliceMembers;
import io.sentinelsdn.domain.spi.SliceDesk;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code /api/traffic}. */
public final class TrafficRoutes {
    /** The detector looks at flows anew once a second. */
    private static final int SNAPSHOT_MS = 250;

    private final TrafficSource source;
    private final SliceDesk slices;

    public TrafficRoutes(TrafficSource source, SliceDesk slices) {
        this.source = source;
        this.slices = slices;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/traffic/stats", this::stats),
                Route.get("/api/traffic/flows", this::flows)
                        .query(ListQuery.and("ip", "protocol", "slice", "switch"))
                        .snapshot(SNAPSHOT_MS),
                Route.get("/api/traffic/top-talkers", this::topTalkers).query("direction", "limit"),
                Route.get("/api/traffic/protocol-distribution", this::protocols),
                Route.get("/api/traffic/features", this::features).query("scope", "window", "key", "limit"));
    }

    private Response stats(Request request) {
        return Response.ok(TrafficJson.of(source.traffic(), Instant.now()));
    }

    private Response flows(Request request) {
        SliceMembers members = slices.members();
        Predicate<FlowView> wanted = filter(request.query(), members);
        List<FlowView> flows = source.flows().stream().filter(wanted).toList();
        return ListJson.of(
                ListQuery.cut(flows, ListQuery.of(request.query()), FlowView::lastSeen),
                flow -> FlowJson.of(flow, members));
    }

    private Response topTalkers(Request request) {
        boolean sources = request.query()
                .oneOf("direction", List.of("source", "destination"))
                .orElse("source")
                .equals("source");
        int limit = request.query().number("limit", 1, 1000, 10);
        List<?> all = sources ? busiestSources() : busiestDestinations();
        return Response.ok(new ListJson<>(all.stream().limit(limit).toList(), all.size()));
    }

    private Response protocols(Request request) {
        Map<String, Double> pps = source.traffic().ppsByProtocol();
        double all = pps.values().stream().mapToDouble(Double::doubleValue).sum();
        return ListJson.all(pps.entrySet().stream()
                .map(entry -> new ProtocolJson(entry.getKey(), entry.getValue(), all > 0 ? entry.getValue() / all : 0))
                .sorted(Comparator.comparingDouble(ProtocolJson::pps).reversed().thenComparing(ProtocolJson::protocol))
                .toList());
    }

    private Response features(Request request) {
        QueryParams query = request.query();
        List<String> scopes = List.of("destination", "source", "prefix", "port");
        String scope = query.oneOf("scope", scopes).orElse("destination");
        int window =
                Integer.parseInt(query.oneOf("window", List.of("1", "10", "60")).orElse("10"));
        Optional<String> key = query.text("key");
        int limit = query.number("limit", 1, 100, 20);
        List<FeaturesJson> all = source.features().stream()
                .filter(each -> each.windowSeconds() == window
                        && each.scope().name().toLowerCase(Locale.ROOT).equals(scope)
                        && (key.isEmpty() || key.get().equals(each.key())))
                .map(FeaturesJson::of)
                .toList();
        return Response.ok(new ListJson<>(all.stream().limit(limit).toList(), all.size()));
    }

    private List<SourceJson> busiestSources() {
        Map<IpAddress, SourceJson> bySource = new HashMap<>();
        for (FlowView flow : source.flows()) {
            bySource.merge(
                    flow.src(),
                    new SourceJson(null, flow.pps(), flow.bps(), flow.packets(), flow.bytes(), 1),
                    SourceJson::plus);
        }
        for (Talker talker : source.senders()) {
            bySource.putIfAbsent(
                    IpAddress.parse(talker.ip()), new SourceJson(null, talker.pps(), talker.bps(), 0, 0, 0));
        }
        return bySource.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<IpAddress, SourceJson> entry) ->
                                -entry.getValue().pps())
                        .thenComparing(Map.Entry::getKey))
                .map(entry -> entry.getValue().of(entry.getKey()))
                .toList();
    }

    private List<DestinationJson> busiestDestinations() {
        return source.traffic().destinations().stream().map(DestinationJson::of).toList();
    }

    private static Predicate<FlowView> filter(QueryParams query, SliceMembers members) {
        Predicate<FlowView> wanted = flow -> true;
        if (query.text("ip").isPresent()) {
            Prefix prefix = Inputs.prefix("ip", query.text("ip").get());
            wanted = wanted.and(flow -> prefix.contains(flow.src()) || prefix.contains(flow.dst()));
        }
        if (query.text("protocol").isPresent()) {
            int protocol = Inputs.protocol("protocol", query.text("protocol").get());
            wanted = wanted.and(flow -> flow.protocol() == protocol);
        }
        if (query.text("slice").isPresent()) {
            String id = query.text("slice").get();
            wanted = wanted.and(flow -> id.equals(Words.id(members.of(flow))));
        }
        if (query.text("switch").isPresent()) {
            Dpid dpid = Inputs.dpid("switch", query.text("switch").get());
            wanted = wanted.and(flow -> flow.dpid().equals(dpid));
        }
        return wanted;
    }
}
