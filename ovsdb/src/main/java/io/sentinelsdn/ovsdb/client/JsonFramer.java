package io.sentinelsdn.ovsdb.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Cuts the stream into JSON objects: nothing stands between the messages of RFC 7047 but white space. Braces are counted
 * outside of strings; every byte is looked at once, also when a message comes in many reads. Owned by the event loop.
 */
final class JsonFramer extends ByteToMessageDecoder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int maxBytes;
    private int scanned;
    private int depth;
    private boolean inString;
    private boolean escaped;

    JsonFramer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws IOException {
        if (scanned == 0) {
            skipSpace(in);
        }
        int readable = in.readableBytes();
        while (scanned < readable) {
            byte next = in.getByte(in.readerIndex() + scanned);
            if (scanned == 0 && next != '{') {
                throw new CorruptedFrameException("a message must begin with '{', not with byte " + (next & 0xff));
            }
            scanned++;
            if (scanned > maxBytes) {
                throw new TooLongFrameException("a message has more than " + maxBytes + " bytes");
            }
            if (ends(next)) {
                try (InputStream message = new ByteBufInputStream(in, scanned)) {
                    out.add(JSON.readTree(message));
                }
                scanned = 0;
                return;
            }
        }
    }

    private static void skipSpace(ByteBuf in) {
        while (in.isReadable() && in.getByte(in.readerIndex()) <= ' ' && in.getByte(in.readerIndex()) >= 0) {
            in.skipBytes(1);
        }
    }

    private boolean ends(byte next) {
        if (inString) {
            inString = escaped || next != '"';
            escaped = !escaped && next == '\\';
        } else if (next == '"') {
            inString = true;
        } else if (next == '{') {
            depth++;
        } else if (next == '}') {
            depth--;
            return depth == 0;
        }
        return false;
    }
}
