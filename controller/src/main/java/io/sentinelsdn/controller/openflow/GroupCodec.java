package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups as bytes: GROUP_MOD (OpenFlow 1.3.5 section 7.3.4.3) and GROUP_DESC replies (section 7.3.5.9). Stateless.
 *
 * <pre>
 * bucket: length (2) | weight (2) | watch port (4) | watch group (4) | pad (4) | actions…
 * </pre>
 */
final class GroupCodec {
    private static final int GROUP_MOD = 15;
    private static final int ADD = 0;
    private static final int MODIFY = 1;
    private static final int DELETE = 2;
    private static final int ANY = -1;
    private static final int MOD_HEADER = 16;
    private static final int BUCKET_HEADER = 16;
    private static final int OUTPUT = 0;
    private static final int OUTPUT_LENGTH = 16;
    private static final int DESC_HEADER = 8;

    private GroupCodec() {}

    /** Sees each group of a reply. */
    @FunctionalInterface
    interface Visitor {
        void group(int id, int type, List<Integer> ports);
    }

    static byte[] put(GroupEntry group, boolean exists) {
        int length = MOD_HEADER + group.ports().size() * (BUCKET_HEADER + OUTPUT_LENGTH);
        ByteBuffer out = ByteBuffer.allocate(length);
        header(out, length, exists ? MODIFY : ADD, group.type().code(), group.id());
        int weight = group.type() == GroupEntry.Type.SELECT ? 1 : 0;
        for (int port : group.ports()) {
            out.putShort((short) (BUCKET_HEADER + OUTPUT_LENGTH)).putShort((short) weight);
            out.putInt(port).putInt(ANY).putInt(0);
            out.putShort((short) OUTPUT)
                    .putShort((short) OUTPUT_LENGTH)
                    .putInt(port)
                    .putLong(0);
        }
        return out.array();
    }

    static byte[] delete(int id) {
        ByteBuffer out = ByteBuffer.allocate(MOD_HEADER);
        header(out, MOD_HEADER, DELETE, 0, id);
        return out.array();
    }

    private static void header(ByteBuffer out, int length, int command, int type, int id) {
        out.put((byte) Outbox.VERSION)
                .put((byte) GROUP_MOD)
                .putShort((short) length)
                .putInt(0);
        out.putShort((short) command).put((byte) type).put((byte) 0).putInt(id);
    }

    /**
     * Visits every group between {@code from} and {@code to}, with the first output port of each of its buckets.
     *
     * @throws MalformedMessage if a length does not fit
     */
    static void walk(ByteBuf reply, int from, int to, Visitor visitor) {
        int at = from;
        while (at < to) {
            int length = to - at < DESC_HEADER ? 0 : reply.getUnsignedShort(at);
            if (length < DESC_HEADER || length > to - at) {
                throw new MalformedMessage("group length " + length + " does not fit");
            }
            List<Integer> ports = new ArrayList<>();
            int bucket = at + DESC_HEADER;
            while (bucket < at + length) {
                int size = at + length - bucket < BUCKET_HEADER ? 0 : reply.getUnsignedShort(bucket);
                if (size < BUCKET_HEADER || size > at + length - bucket) {
                    throw new MalformedMessage("bucket length " + size + " does not fit");
                }
                ports.add(FlowStatsEntry.firstOutput(reply, bucket + BUCKET_HEADER, bucket + size));
                bucket += size;
            }
            visitor.group(reply.getInt(at + 4), reply.getUnsignedByte(at + 2), ports);
            at += length;
        }
    }
}
