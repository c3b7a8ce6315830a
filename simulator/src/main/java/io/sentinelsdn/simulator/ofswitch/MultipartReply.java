package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/**
 * Writes a multipart reply as a row of messages under 64 kB; all but the last carry OFPMPF_REPLY_MORE. An entry is never
 * cut.
 */
final class MultipartReply {
    private static final int MAX_LENGTH = 65_000;
    private static final int REPLY_MORE = 1;
    private static final int FLAGS_AT = 10;
    private static final int BODY_AT = 16;

    private final ByteBufAllocator allocator;
    private final int multipartType;
    private final long xid;
    private final Consumer<ByteBuf> out;
    private ByteBuf current;

    MultipartReply(ByteBufAllocator allocator, int multipartType, long xid, Consumer<ByteBuf> out) {
        this.allocator = allocator;
        this.multipartType = multipartType;
        this.xid = xid;
        this.out = out;
        current = begin();
    }

    private ByteBuf begin() {
        return Wire.begin(allocator, Wire.MULTIPART_REPLY, xid)
                .writeShort(multipartType)
                .writeShort(0)
                .writeInt(0);
    }

    /** Appends an entry, which the writer writes at the end of the buffer. */
    MultipartReply entry(Consumer<ByteBuf> writer) {
        int start = current.writerIndex();
        writer.accept(current);
        if (current.writerIndex() > MAX_LENGTH && start > BODY_AT) {
            ByteBuf next = begin();
            next.writeBytes(current, start, current.writerIndex() - start);
            current.writerIndex(start);
            current.setShort(FLAGS_AT, REPLY_MORE);
            out.accept(Wire.end(current));
            current = next;
        }
        return this;
    }

    /** Appends entries of equal length that lie one after the other in a block. */
    MultipartReply entries(byte[] block, int from, int count, int length) {
        int done = 0;
        while (done < count) {
            int fitting = Math.min(count - done, (MAX_LENGTH - current.writerIndex()) / length);
            if (fitting <= 0) {
                part();
            } else {
                current.writeBytes(block, from + done * length, fitting * length);
                done += fitting;
            }
        }
        return this;
    }

    /** Ends the message, so that what follows is in another. */
    MultipartReply part() {
        current.setShort(FLAGS_AT, REPLY_MORE);
        out.accept(Wire.end(current));
        current = begin();
        return this;
    }

    /** Sends the last message. */
    void end() {
        out.accept(Wire.end(current));
    }
}
