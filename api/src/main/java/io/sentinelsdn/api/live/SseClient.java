package io.sentinelsdn.api.live;

import io.sentinelsdn.api.http.Caller;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.io.IOException;
import java.util.Set;
import org.xnio.IoUtils;

/** A listener by Server-Sent Events. */
final class SseClient extends LiveClient implements ServerSentEventConnection.EventCallback {
    private final ServerSentEventConnection connection;

    SseClient(ServerSentEventConnection connection, Caller caller, Set<String> topics) {
        super(caller, topics);
        this.connection = connection;
    }

    @Override
    void transmit(LiveMessage message) {
        if (message.isPing()) {
            sent();
            return;
        }
        connection.send(message.text(), message.topic(), null, this);
    }

    @Override
    void close() {
        IoUtils.safeClose(connection);
    }

    @Override
    public void done(ServerSentEventConnection ignored, String data, String event, String id) {
        sent();
    }

    @Override
    public void failed(ServerSentEventConnection ignored, String data, String event, String id, IOException gone) {
        close();
    }
}
