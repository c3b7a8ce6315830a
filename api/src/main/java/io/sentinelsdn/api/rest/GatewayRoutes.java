package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.api.rest.Gateways.BackendJson;
import io.sentinelsdn.api.rest.Gateways.GatewayJson;
import io.sentinelsdn.domain.auth.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code /api/gateway-status}: gateways report by POST, people look by GET. */
public final class GatewayRoutes {
    private static final int MOST_BACKENDS = 100;
    private static final long LONGEST_UPTIME_S = 10_000_000_000L;
    private static final double LONGEST_MS = 86_400_000;
    private static final List<String> BACKEND_FIELDS = List.of("url", "healthy", "response_time_ms");

    private final Gateways gateways;

    public GatewayRoutes(Gateways gateways) {
        this.gateways = gateways;
    }

    public List<Route> routes() {
        // A report comes every few seconds and changes nothing but what is shown: it is not audited.
        return List.of(
                Route.get("/api/gateway-status", this::list),
                Route.post("/api/gateway-status", this::report).question().role(Role.GATEWAY));
    }

    record ListJson(List<GatewayJson> gateways) {}

    private Response list(Request request) {
        return Response.ok(new ListJson(gateways.list(Instant.now())));
    }

    private Response report(Request request) {
        JsonBody body = request.body(List.of(
                "id",
                "ip",
                "uptime_seconds",
                "requests_processed",
                "blocked_count",
                "avg_response_time_ms",
                "backends"));
        String id = body.text("id", 100)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> Problem.missing("id", "a text of at most 100 characters"));
        String ip = body.text("ip", 64)
                .map(text -> Inputs.address("ip", text).toString())
                .orElse(request.caller().address());
        gateways.reported(
                id,
                new Gateways.Report(
                        ip,
                        body.decimal("uptime_seconds", 0, LONGEST_UPTIME_S, 0),
                        body.number("requests_processed", 0, Long.MAX_VALUE, 0),
                        body.number("blocked_count", 0, Long.MAX_VALUE, 0),
                        body.decimal("avg_response_time_ms", 0, LONGEST_MS, 0),
                        backends(body)),
                Instant.now());
        return Response.ok(Map.of("status", "ok"));
    }

    private static List<BackendJson> backends(JsonBody body) {
        List<BackendJson> backends = new ArrayList<>();
        for (JsonBody backend : body.bodies("backends", BACKEND_FIELDS, MOST_BACKENDS)) {
            backends.add(new BackendJson(
                    backend.text("url", 2048).orElseThrow(() -> Problem.missing("backends.url", "a text")),
                    backend.flag("healthy", false),
                    backend.decimal("response_time_ms", 0, LONGEST_MS, 0)));
        }
        return backends;
    }
}
