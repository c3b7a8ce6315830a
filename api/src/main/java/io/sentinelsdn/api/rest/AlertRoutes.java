package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.alert.AlertBook;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.QueryParams;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.alert.Alert;
import io.sentinelsdn.domain.spi.AlertStore.Filter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** {@code /api/alerts}: what a person should look at, and who has. */
public final class AlertRoutes {
    private final AlertBook book;

    public AlertRoutes(AlertBook book) {
        this.book = book;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/alerts", this::list).query(ListQuery.and("alert_type", "acknowledged")),
                Route.post("/api/alerts/{id}/acknowledge", this::acknowledge));
    }

    record AlertJson(
            String id,
            Instant timestamp,
            String alertType,
            String severity,
            String about,
            String sourceIp,
            String message,
            boolean isAcknowledged,
            String acknowledgedBy,
            Instant acknowledgedAt) {
        static AlertJson of(Alert alert) {
            return new AlertJson(
                    alert.id(),
                    alert.timestamp(),
                    alert.type().wireName(),
                    alert.severity().name(),
                    alert.about(),
                    alert.sourceIp(),
                    alert.message(),
                    alert.isAcknowledged(),
                    alert.acknowledgedBy(),
                    alert.acknowledgedAt());
        }
    }

    private Response list(Request request) {
        QueryParams query = request.query();
        List<String> types =
                Arrays.stream(Alert.Type.values()).map(Alert.Type::wireName).toList();
        String type = query.oneOf("alert_type", types).orElse(null);
        Boolean acknowledged = query.text("acknowledged").isPresent() ? query.flag("acknowledged") : null;
        Filter filter = new Filter(type == null ? null : Alert.Type.parse(type), acknowledged);
        return ListJson.of(book.alerts(ListQuery.of(query), filter), AlertJson::of);
    }

    private Response acknowledge(Request request) {
        String id = request.path("id");
        return book.acknowledge(id, request.caller().actor())
                .map(alert -> Response.ok(AlertJson.of(alert)))
                .orElseThrow(() -> Problem.notFound("no such alert: " + Problem.shorten(id)));
    }
}
