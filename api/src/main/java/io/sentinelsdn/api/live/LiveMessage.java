package io.sentinelsdn.api.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Something to tell: encoded once, shared by all clients. Immutable. */
final class LiveMessage {
    /** Asks a WebSocket client whether it is there. */
    static final LiveMessage PING = new LiveMessage("ping", "ping", new byte[0]);

    private final String topic;
    private final String key;
    private final byte[] json;
    private volatile String text;

    /**
     * A message.
     *
     * @param topic one of {@link Topics#ALL}, or {@code subscription} or {@code error} in answer to a client
     * @param key what it is about; a newer message of the same key takes the place of one that is not sent yet
     * @param json the whole message: {@code {"topic":…,"timestamp":…,"data":…}}
     */
    LiveMessage(String topic, String key, byte[] json) {
        this.topic = topic;
        this.key = key;
        this.json = json;
    }

    String topic() {
        return topic;
    }

    String key() {
        return key;
    }

    boolean isPing() {
        return this == PING;
    }

    /** The same bytes for everybody, with a position of its own. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(json).asReadOnlyBuffer();
    }

    String text() {
        if (text == null) {
            text = new String(json, StandardCharsets.UTF_8);
        }
        return text;
    }
}
