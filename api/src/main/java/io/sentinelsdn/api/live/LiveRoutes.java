package io.sentinelsdn.api.live;

import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code /api/events}: Server-Sent Events (HTML Standard, section 9.2). */
public final class LiveRoutes {
    private static final long KEEP_ALIVE_MS = 10_000;

    private final LiveHub hub;

    public LiveRoutes(LiveHub hub) {
        this.hub = hub;
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/events", this::events)
                .query("topics", "access_token")
                .live());
    }

    private Response events(Request request) {
        Set<String> topics =
                request.query().text("topics").map(Topics::parse).orElseGet(() -> new TreeSet<>(Topics.ALL));
        if (!hub.hasRoom()) {
            throw Problem.unavailable("busy", "too many clients listen already");
        }
        return Response.handedOver(
                "text/event-stream", new ServerSentEventHandler((connection, last) -> connected(connection, topics)));
    }

    private void connected(ServerSentEventConnection connection, Set<String> topics) {
        SseClient client = new SseClient(connection, topics);
        connection.setKeepAliveTime(KEEP_ALIVE_MS);
        connection.addCloseTask(closed -> hub.remove(client));
        hub.add(client);
    }
}
