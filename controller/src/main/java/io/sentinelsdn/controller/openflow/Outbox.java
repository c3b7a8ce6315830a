package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * What goes to one switch. While a read from it is being handled everything is collected and leaves in one write behind
 * that read; at other times each message leaves at once. Owned by the event loop of the session.
 */
final class Outbox {
    static final int VERSION = 4;
    static final int HEADER = 8;

    private static final int FIRST_BYTES = 16 << 10;
    private static final int FULL_BYTES = 128 << 10;

    private final Channel channel;
    private ByteBuf batch;
    private boolean collecting;
    private int nextXid = 1;

    Outbox(Channel channel) {
        this.channel = channel;
    }

    /** A transaction id that is not 0. */
    int xid() {
        int xid = nextXid++;
        if (nextXid == 0) {
            nextXid = 1;
        }
        return xid;
    }

    /** Append whole messages to what this answers, then call {@link #written}. */
    ByteBuf open() {
        if (batch == null) {
            batch = channel.alloc().ioBuffer(FIRST_BYTES);
        }
        return batch;
    }

    /** What was appended is complete. */
    void written() {
        if (!collecting) {
            flush();
        } else if (batch.readableBytes() >= FULL_BYTES) {
            channel.write(batch, channel.voidPromise());
            batch = null;
        }
    }

    /** A read begins: collect until {@link #flush}. */
    void collect() {
        collecting = true;
    }

    /** The read is over: send what was collected. */
    void flush() {
        collecting = false;
        if (batch != null) {
            ByteBuf full = batch;
            batch = null;
            channel.write(full, channel.voidPromise());
        }
        channel.flush();
    }

    /** Sends a last message behind everything else and closes the connection. */
    void writeAndClose(ByteBuf last) {
        flush();
        channel.writeAndFlush(last).addListener(sent -> channel.close());
    }

    /** The connection is gone. */
    void discard() {
        if (batch != null) {
            batch.release();
            batch = null;
        }
    }

    static void header(ByteBuf out, int type, int length, int xid) {
        out.writeByte(VERSION).writeByte(type).writeShort(length).writeInt(xid);
    }
}
