package io.sentinelsdn.controller;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What fuzzing peers have done. Thread-safe. */
final class FuzzTally {
    private static final int MULTIPARTS = 14;

    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong silences = new AtomicLong();
    private final AtomicLongArray byType = new AtomicLongArray(FuzzMessages.LAST_TYPE + 1);
    private final AtomicLongArray byMultipart = new AtomicLongArray(MULTIPARTS + 1);

    void connected() {
        connections.incrementAndGet();
    }

    void refused() {
        refused.incrementAndGet();
    }

    void silent() {
        silences.incrementAndGet();
    }

    void sent(byte[] message) {
        messages.incrementAndGet();
        int type = message[1] & 0xff;
        if (type < byType.length()) {
            byType.incrementAndGet(type);
        }
        if (type == 19 && message.length >= 10) {
            int multipart = ByteBuffer.wrap(message).getShort(8) & 0xffff;
            byMultipart.incrementAndGet(Math.min(multipart, MULTIPARTS));
        }
    }

    long connections() {
        return connections.get();
    }

    /** Message types and, from 100 on, multipart types of which nothing was sent. */
    List<Integer> neverSent() {
        List<Integer> never = new ArrayList<>();
        for (int type = 0; type < byType.length(); type++) {
            if (byType.get(type) == 0) {
                never.add(type);
            }
        }
        for (int type = 0; type < byMultipart.length(); type++) {
            if (byMultipart.get(type) == 0) {
                never.add(100 + type);
            }
        }
        return never;
    }

    @Override
    public String toString() {
        return "messages=" + messages + " connections=" + connections + " refused=" + refused;
    }
}
