package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Framing of OpenFlow 1.3 messages: {@code version:8 type:8 length:16 xid:32}. */
final class Wire {
    static final int VERSION = 4;
    static final int HEADER = 8;

    static final int HELLO = 0;
    static final int ERROR = 1;
    static final int EXPERIMENTER = 4;
    static final int PACKET_IN = 10;
    static final int FLOW_REMOVED = 11;
    static final int PACKET_OUT = 13;
    static final int FLOW_MOD = 14;
    static final int GROUP_MOD = 15;
    static final int PORT_MOD = 16;
    static final int MULTIPART_REQUEST = 18;
    static final int MULTIPART_REPLY = 19;
    static final int ROLE_REQUEST = 24;
    static final int GET_ASYNC_REQUEST = 26;
    static final int GET_ASYNC_REPLY = 27;
    static final int SET_ASYNC = 28;
    /** METER_MOD, the highest type of OpenFlow 1.3. */
    static final int LAST_TYPE = 29;

    private Wire() {}

    /** Starts a message; {@link #end} must follow. */
    static ByteBuf begin(ByteBufAllocator allocator, int type, long xid) {
        return begin(allocator.ioBuffer(256), type, xid);
    }

    /** Starts a message in an empty buffer. */
    static ByteBuf begin(ByteBuf out, int type, long xid) {
        return out.writeByte(VERSION).writeByte(type).writeShort(0).writeInt((int) xid);
    }

    /** Writes the length into the header. */
    static ByteBuf end(ByteBuf message) {
        return message.setShort(message.readerIndex() + 2, message.readableBytes());
    }

    static int type(ByteBuf message) {
        return message.getUnsignedByte(message.readerIndex() + 1);
    }

    static long xid(ByteBuf message) {
        return message.getUnsignedInt(message.readerIndex() + 4);
    }

    /** A duration as seconds and nanoseconds, 32 bits each. */
    static void writeDuration(ByteBuf out, long ns) {
        out.writeInt((int) (ns / 1_000_000_000L)).writeInt((int) (ns % 1_000_000_000L));
    }

    /** A copy of a range of bytes. */
    static byte[] bytes(ByteBuf message, int from, int length) {
        byte[] copy = new byte[length];
        message.getBytes(from, copy);
        return copy;
    }
}
