package io.sentinelsdn.api.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.http.Caller;
import io.sentinelsdn.api.http.Problem;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.xnio.IoUtils;

/**
 * A listener by WebSocket (RFC 6455). It may send {@code {"subscribe":["jobs"]}} and {@code {"unsubscribe":["jobs"]}}; the
 * first subscription without topics in the address takes the place of all topics. What it sends has at most 4 KiB.
 */
final class WebSocketClient extends LiveClient implements WebSocketCallback<Void> {
    private static final int LARGEST = 4_096;

    private final WebSocketChannel channel;
    private final LiveHub hub;
    private boolean chosen;

    /**
     * A client.
     *
     * @param chosen whether the topics were said, and are not just all of them
     */
    WebSocketClient(WebSocketChannel channel, LiveHub hub, Caller caller, Set<String> topics, boolean chosen) {
        super(caller, topics);
        this.channel = channel;
        this.hub = hub;
        this.chosen = chosen;
    }

    /** Starts to hear what the client says. */
    void listen() {
        channel.getReceiveSetter().set(new AbstractReceiveListener() {
            @Override
            protected long getMaxTextBufferSize() {
                return LARGEST;
            }

            @Override
            protected long getMaxBinaryBufferSize() {
                return LARGEST;
            }

            @Override
            protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
                heard(message.getData());
            }
        });
        channel.resumeReceives();
    }

    @Override
    void transmit(LiveMessage message) {
        if (message.isPing()) {
            WebSockets.sendPing(message.bytes(), channel, this);
        } else {
            WebSockets.sendText(message.bytes(), channel, this);
        }
    }

    @Override
    void close() {
        IoUtils.safeClose(channel);
    }

    @Override
    public void complete(WebSocketChannel ignored, Void nothing) {
        sent();
    }

    @Override
    public void onError(WebSocketChannel ignored, Void nothing, Throwable gone) {
        close();
    }

    /** In the channel's I/O thread. */
    private void heard(String text) {
        try {
            JsonNode said = hub.json().read(text.getBytes(StandardCharsets.UTF_8));
            List<String> verbs = List.of("subscribe", "unsubscribe");
            boolean one = said.isObject()
                    && said.size() == 1
                    && verbs.contains(said.fieldNames().next());
            if (!one) {
                throw Problem.invalidValue("", "say subscribe or unsubscribe with a list of topics", verbs);
            }
            String verb = said.fieldNames().next();
            change(verb.equals("subscribe"), Topics.parse(said.get(verb)));
            answer(hub.message("subscription", "subscription", Map.of("topics", new TreeSet<>(topics()))));
        } catch (Problem wrong) {
            answer(hub.message("error", "error", wrong.document("/ws/live")));
        }
    }

    private void change(boolean more, Set<String> named) {
        Set<String> next = new TreeSet<>(chosen || !more ? topics() : Set.of());
        if (more) {
            next.addAll(named);
        } else {
            next.removeAll(named);
        }
        chosen = true;
        topics(next);
        if (more) {
            hub.tellNow(this, named);
        }
    }
}
