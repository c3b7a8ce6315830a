package io.sentinelsdn.api.live;

import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.IoUtils;

/** One listener. A message goes out when the one before is gone, so that at most one is in the server's hands. */
final class SseClient implements ServerSentEventConnection.EventCallback {
    private static final int MAILBOX = 256;

    private final ServerSentEventConnection connection;
    private final Set<String> topics;
    private final Mailbox mailbox = new Mailbox(MAILBOX);
    private final AtomicBoolean sending = new AtomicBoolean();

    SseClient(ServerSentEventConnection connection, Set<String> topics) {
        this.connection = connection;
        this.topics = topics;
    }

    /** Sends now or as soon as the client has taken what came before; answers how many older messages were given up. */
    int offer(LiveMessage message) {
        if (!topics.contains(message.topic())) {
            return 0;
        }
        int givenUp = mailbox.offer(message);
        pump();
        return givenUp;
    }

    boolean wants(String topic) {
        return topics.contains(topic);
    }

    void close() {
        IoUtils.safeClose(connection);
    }

    @Override
    public void done(ServerSentEventConnection ignored, String data, String event, String id) {
        sending.set(false);
        pump();
    }

    @Override
    public void failed(ServerSentEventConnection ignored, String data, String event, String id, IOException gone) {
        close();
    }

    /** Looks again after it let go, so that a message offered in between does not stay behind. */
    private void pump() {
        while (!mailbox.isEmpty() && sending.compareAndSet(false, true)) {
            LiveMessage message = mailbox.poll();
            if (message != null) {
                connection.send(message.json(), message.topic(), null, this);
                return;
            }
            sending.set(false);
        }
    }
}
