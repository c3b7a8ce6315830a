package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.api.rest.RequestJson.BlockedPageJson;
import io.sentinelsdn.api.rest.RequestJson.PageJson;
import io.sentinelsdn.api.rest.RequestJson.StatsJson;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.gateway.RequestFilter;
import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.gateway.StoredRequest;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.RequestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Requests that gateways saw: {@code /api/logs} takes them, the others show them. Logs are answered when they are on
 * disk.
 */
public final class RequestRoutes {
    private final RequestStore store;
    private final Gateways gateways;
    private final RequestExport export;

    public RequestRoutes(RequestStore store, Gateways gateways) {
        this.store = store;
        this.gateways = gateways;
        this.export = new RequestExport(store);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/logs", this::logs).question().role(Role.GATEWAY),
                Route.get("/api/requests", this::requests)
                        .query("page", "limit", "hours", "is_blocked", "source_ip", "prediction"),
                Route.get("/api/requests/export", export::answer)
                        .query("format", "hours", "is_blocked", "source_ip", "prediction"),
                Route.get("/api/blocked", this::blocked).query("page", "limit", "hours"),
                Route.get("/api/stats", this::stats).query("hours"));
    }

    private Response logs(Request request) {
        Instant now = Instant.now();
        List<RequestLog> logs =
                request.each(LogReader.FIELDS, RequestStore.MOST_AT_ONCE, (JsonBody body) -> LogReader.read(body, now));
        store.append(logs);
        gateways.heard(logs, request.caller().address(), now);
        return Response.ok(Map.of("status", "ok"));
    }

    private Response requests(Request request) {
        int page = RequestQuery.page(request.query());
        int limit = RequestQuery.limit(request.query());
        Page<StoredRequest> found = page(RequestQuery.filter(request.query()), page, limit);
        long pages = (found.total() + limit - 1) / limit;
        return Response.ok(new PageJson(found.total(), page, limit, pages, shown(found)));
    }

    private Response blocked(Request request) {
        int page = RequestQuery.page(request.query());
        RequestFilter filter = RequestQuery.filter(request.query()).thatAreBlocked(true);
        Page<StoredRequest> found = page(filter, page, RequestQuery.limit(request.query()));
        return Response.ok(new BlockedPageJson(found.total(), page, shown(found)));
    }

    private Response stats(Request request) {
        int hours = RequestQuery.hours(request.query());
        Instant since = Instant.now().minus(Duration.ofHours(hours));
        return Response.ok(StatsJson.of(store.stats(since, RequestQuery.end()), hours));
    }

    private Page<StoredRequest> page(RequestFilter filter, int page, int limit) {
        long offset = (page - 1L) * limit;
        if (offset > Integer.MAX_VALUE) {
            throw Problem.invalidValue("page", "page is too large: " + page, "page * limit up to 2,000,000,000");
        }
        return store.requests(filter, limit, (int) offset);
    }

    private static List<RequestJson> shown(Page<StoredRequest> page) {
        return page.items().stream().map(RequestJson::of).toList();
    }
}
