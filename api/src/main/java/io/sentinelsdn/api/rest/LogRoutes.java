package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.QueryParams;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.log.LogLevel;
import io.sentinelsdn.domain.log.LogLine;
import io.sentinelsdn.domain.spi.LogDesk;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** {@code /api/system/logs}: the last lines of the log. */
public final class LogRoutes {
    private final LogDesk logs;

    public LogRoutes(LogDesk logs) {
        this.logs = logs;
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/system/logs", this::list)
                .query(ListQuery.and("level", "text"))
                .role(Role.OPERATOR));
    }

    record LineJson(String id, Instant timestamp, String level, String logger, String message) {
        static LineJson of(LogLine line) {
            return new LineJson(
                    Long.toString(line.number()),
                    line.timestamp(),
                    line.level().wireName(),
                    line.logger(),
                    line.message());
        }
    }

    /** A line as the route shows it. */
    public static Object shape(LogLine line) {
        return LineJson.of(line);
    }

    private Response list(Request request) {
        QueryParams query = request.query();
        LogLevel least =
                query.oneOf("level", LogLevel.names()).map(LogLevel::parse).orElse(LogLevel.DEBUG);
        String text = query.text("text").orElse("").toLowerCase(Locale.ROOT);
        List<LogLine> wanted = logs.lines().stream()
                .filter(line -> line.level().compareTo(least) >= 0)
                .filter(line -> line.message().toLowerCase(Locale.ROOT).contains(text)
                        || line.logger().toLowerCase(Locale.ROOT).contains(text))
                .toList();
        return ListJson.of(ListQuery.cut(wanted, ListQuery.of(query), LogLine::timestamp), LineJson::of);
    }
}
