package io.sentinelsdn.api.live;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What waits for one client: one place a key, so many places, the oldest goes when it is full. Any thread may call.
 */
final class Mailbox {
    private final int capacity;
    private final Map<String, LiveMessage> waiting = new LinkedHashMap<>();

    Mailbox(int capacity) {
        this.capacity = capacity;
    }

    /** Puts a message at the end and answers how many older ones were given up for it. */
    synchronized int offer(LiveMessage message) {
        int givenUp = waiting.remove(message.key()) == null ? 0 : 1;
        waiting.put(message.key(), message);
        if (waiting.size() > capacity) {
            Iterator<LiveMessage> oldest = waiting.values().iterator();
            oldest.next();
            oldest.remove();
            givenUp++;
        }
        return givenUp;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The oldest message, or null. */
    synchronized LiveMessage poll() {
        Iterator<LiveMessage> oldest = waiting.values().iterator();
        if (!oldest.hasNext()) {
            return null;
        }
        LiveMessage message = oldest.next();
        oldest.remove();
        return message;
    }
}
