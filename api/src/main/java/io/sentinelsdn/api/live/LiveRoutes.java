package io.sentinelsdn.api.live;

import io.sentinelsdn.api.http.Caller;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code /api/events}: Server-Sent Events (HTML Standard, section 9.2), and {@code /ws/live}: WebSocket. */
public final class LiveRoutes {
    private static final long KEEP_ALIVE_MS = 10_000;

    private final LiveHub hub;

    public LiveRoutes(LiveHub hub) {
        this.hub = hub;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/events", this::events)
                        .query("topics", "access_token")
                        .live(),
                Route.get("/ws/live", this::webSocket)
                        .query("topics", "access_token")
                        .live());
    }

    private Response events(Request request) {
        Set<String> topics = topics(request);
        Caller caller = request.caller();
        return Response.handedOver(
                "text/event-stream",
                new ServerSentEventHandler((connection, last) -> connected(connection, caller, topics)));
    }

    private Response webSocket(Request request) {
        String upgrade = request.header("Upgrade");
        if (upgrade == null || !upgrade.equalsIgnoreCase("websocket")) {
            throw Problem.upgradeRequired();
        }
        Set<String> topics = topics(request);
        Caller caller = request.caller();
        boolean chosen = request.query().text("topics").isPresent();
        return Response.handedOver(null, new WebSocketProtocolHandshakeHandler((WebSocketConnectionCallback)
                (exchange, channel) -> {
                    WebSocketClient client = new WebSocketClient(channel, hub, caller, topics, chosen);
                    channel.addCloseTask(closed -> hub.remove(client));
                    hub.add(client);
                    client.listen();
                }));
    }

    private Set<String> topics(Request request) {
        Set<String> topics =
                request.query().text("topics").map(Topics::parse).orElseGet(() -> new TreeSet<>(Topics.ALL));
        if (!hub.hasRoom()) {
            throw Problem.unavailable("busy", "too many clients listen already");
        }
        return topics;
    }

    private void connected(ServerSentEventConnection connection, Caller caller, Set<String> topics) {
        SseClient client = new SseClient(connection, caller, topics);
        connection.setKeepAliveTime(KEEP_ALIVE_MS);
        connection.addCloseTask(closed -> hub.remove(client));
        hub.add(client);
    }
}
