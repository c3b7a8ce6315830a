package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the byte stream into messages by the length field and hands each to the session in place. One message that
 * cannot be read costs its sender the connection, nobody else anything. Reading pauses only while our own output to
 * this switch is behind.
 */
final class SessionChannelHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(SessionChannelHandler.class);
    private static final int HEADER = 8;
    private static final int FIRST_REST = 256;
    private static final int MAX_LENGTH = 0xffff;
    /** Bytes of one read, and how many reads one connection has before it is another's turn. */
    static final int READ_BYTES = 64 << 10;

    static final int MAX_READS = 2;

    private final Patience patience;
    private final OpenFlowMetrics metrics;
    private final SwitchSession session;
    private ByteBuf rest;
    private ScheduledFuture<?> watch;
    private boolean broken;
    private int fullReads;
    private boolean behind;

    SessionChannelHandler(Patience patience, OpenFlowMetrics metrics, SwitchSession session) {
        this.patience = patience;
        this.metrics = metrics;
        this.session = session;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        session.start();
        long openedNs = System.nanoTime();
        long periodMs = Math.max(1, Math.min(patience.echoInterval().toMillis(), 1_000));
        watch = context.executor()
                .scheduleAtFixedRate(() -> watch(context, openedNs), periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    private void watch(ChannelHandlerContext context, long openedNs) {
        long nowNs = System.nanoTime();
        if (!session.isReady() && nowNs - openedNs > patience.handshake().toNanos()) {
            metrics.handshakeTimeouts.increment();
            session.closing("no handshake within " + patience.handshake());
            context.close();
        } else if (session.isDead(
                nowNs, patience.echoInterval().toNanos(), patience.deadAfter().toNanos())) {
            metrics.deadPeers.increment();
            session.closing("silent for " + patience.deadAfter());
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        fullReads += in.isWritable() ? 0 : 1;
        session.readStarts(behind);
        try {
            complete(in);
            cut(in);
            keepRest(context, in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        behind = fullReads >= MAX_READS;
        fullReads = 0;
        session.readEnds();
    }

    /** The message whose first bytes came with the last read: takes what it lacks, and handles it. */
    private void complete(ByteBuf in) {
        if (rest == null || broken) {
            return;
        }
        take(in, HEADER);
        if (rest.readableBytes() >= HEADER) {
            if (!mayBegin(rest)) {
                return;
            }
            int length = rest.getUnsignedShort(rest.readerIndex() + 2);
            take(in, length);
            if (rest.readableBytes() == length) {
                ByteBuf whole = rest;
                rest = null;
                try {
                    handle(whole, whole.readerIndex(), whole.writerIndex());
                } finally {
                    whole.release();
                }
            }
        }
    }

    /** Moves bytes until the rest has this many, or there are no more. */
    private void take(ByteBuf in, int bytes) {
        int missing = Math.min(bytes - rest.readableBytes(), in.readableBytes());
        if (missing > 0) {
            rest.writeBytes(in, missing);
        }
    }

    private void cut(ByteBuf in) {
        while (!broken && in.readableBytes() >= HEADER && mayBegin(in)) {
            int from = in.readerIndex();
            int length = in.getUnsignedShort(from + 2);
            if (in.readableBytes() < length) {
                return;
            }
            handle(in, from, from + length);
            in.readerIndex(from + length);
        }
    }

    /** Whether a message may begin like this; if not, that is the end of the connection. */
    private boolean mayBegin(ByteBuf in) {
        int from = in.readerIndex();
        int length = in.getUnsignedShort(from + 2);
        if (length >= HEADER && session.expects(in.getUnsignedByte(from), in.getUnsignedByte(from + 1))) {
            return true;
        }
        broken = true;
        int code = length < HEADER ? OpenFlowError.BAD_LEN : OpenFlowError.BAD_VERSION;
        session.reject(in, from, from + HEADER, code, "not an OpenFlow 1.3 message");
        return false;
    }

    private void keepRest(ChannelHandlerContext context, ByteBuf in) {
        if (in.isReadable() && !broken) {
            int length = in.readableBytes() < HEADER ? HEADER : in.getUnsignedShort(in.readerIndex() + 2);
            rest = context.alloc().buffer(Math.max(length, FIRST_REST), MAX_LENGTH);
            rest.writeBytes(in);
        }
    }

    private void handle(ByteBuf in, int from, int to) {
        try {
            session.message(in, from, to);
        } catch (MalformedMessage malformed) {
            broken = true;
            session.reject(in, from, to, OpenFlowError.BAD_LEN, malformed.getMessage());
        } catch (RuntimeException unexpected) {
            broken = true;
            log.warn(
                    "message type={} could not be handled peer={}",
                    in.getByte(from + 1),
                    session.address(),
                    unexpected);
            session.reject(in, from, to, OpenFlowError.BAD_TYPE, unexpected.toString());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (watch != null) {
            watch.cancel(false);
        }
        if (rest != null) {
            rest.release();
            rest = null;
        }
        broken = true;
        session.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause.getCause() instanceof SSLException) {
            metrics.tlsFailures.increment();
            log.debug("no TLS handshake peer={} reason={}", session.address(), cause.getMessage());
        } else if (!(cause instanceof IOException)) {
            log.warn("connection failed peer={}", session.address(), cause);
        }
        session.closing(String.valueOf(cause.getMessage()));
        context.close();
    }
}
