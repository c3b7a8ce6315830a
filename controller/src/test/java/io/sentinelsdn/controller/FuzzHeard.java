package io.sentinelsdn.controller;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a controller has said on one connection: its transaction ids, entries, groups and frames, to be answered, echoed
 * and twisted. Keeps the last few of each kind. Owned by the thread of its peer.
 */
final class FuzzHeard {
    private static final int MOST = 64;
    private static final int TYPES = 31;
    private static final int PACKET_OUT_HEAD = 24;

    private final List<List<byte[]>> byType = new ArrayList<>();
    private final List<byte[]> frames = new ArrayList<>();

    FuzzHeard() {
        for (int type = 0; type < TYPES; type++) {
            byType.add(new ArrayList<>());
        }
    }

    void add(byte[] message) {
        int type = Math.min(message[1] & 0xff, TYPES - 1);
        keep(byType.get(type), message);
        if (type == 13 && message.length >= PACKET_OUT_HEAD) {
            int data = PACKET_OUT_HEAD + (ByteBuffer.wrap(message).getShort(16) & 0xffff);
            if (data < message.length) {
                keep(frames, Arrays.copyOfRange(message, data, message.length));
            }
        }
    }

    boolean has(int type) {
        return !byType.get(type).isEmpty();
    }

    /** One of the messages of this type, or null. */
    byte[] any(int type, Random random) {
        return pick(byType.get(type), random);
    }

    /** One of the frames that were to be sent, or null. */
    byte[] frame(Random random) {
        return pick(frames, random);
    }

    /** A transaction id that the controller has used, most often. */
    int xid(Random random) {
        List<byte[]> messages = byType.get(random.nextInt(TYPES));
        return messages.isEmpty() ? random.nextInt(200) : xidOf(pick(messages, random));
    }

    /** The id of a request for this multipart, of any request if there was none. */
    int multipartXid(int multipart, Random random) {
        for (byte[] request : byType.get(18)) {
            if (ByteBuffer.wrap(request).getShort(8) == (short) multipart && random.nextInt(3) > 0) {
                return xidOf(request);
            }
        }
        return xid(random);
    }

    static int xidOf(byte[] message) {
        return ByteBuffer.wrap(message).getInt(4);
    }

    private static void keep(List<byte[]> list, byte[] item) {
        if (list.size() == MOST) {
            list.remove(0);
        }
        list.add(item);
    }

    private static byte[] pick(List<byte[]> list, Random random) {
        return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
    }
}
