package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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

    private final OpenFlowConfig config;
    private final OpenFlowMetrics metrics;
    private final SwitchSession session;
    private ByteBuf rest;
    private ScheduledFuture<?> watch;
    private boolean broken;

    SessionChannelHandler(OpenFlowConfig config, OpenFlowMetrics metrics, SwitchSession session) {
        this.config = config;
        this.metrics = metrics;
        this.session = session;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        session.start();
        long openedNs = System.nanoTime();
        long periodMs = Math.max(1, Math.min(config.echoInterval().toMillis(), 1_000));
        watch = context.executor()
                .scheduleAtFixedRate(() -> watch(context, openedNs), periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    private void watch(ChannelHandlerContext context, long openedNs) {
        long nowNs = System.nanoTime();
        if (!session.isReady() && nowNs - openedNs > config.handshakeTimeout().toNanos()) {
            metrics.handshakeTimeouts.increment();
            session.closing("no handshake within " + config.handshakeTimeout());
            context.close();
        } else if (session.isDead(
                nowNs, config.echoInterval().toNanos(), config.deadAfter().toNanos())) {
            metrics.deadPeers.increment();
            session.closing("silent for " + config.deadAfter());
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (rest != null) {
            rest.writeBytes(in);
            in.release();
            in = rest;
            rest = null;
        }
        session.readStarts();
        try {
            cut(in);
            if (in.isReadable() && !broken) {
                rest = context.alloc().buffer(Math.max(4_096, in.readableBytes() * 2));
                rest.writeBytes(in);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        session.readEnds();
    }

    private void cut(ByteBuf in) {
        while (!broken && in.readableBytes() >= HEADER) {
            int from = in.readerIndex();
            int length = in.getUnsignedShort(from + 2);
            if (length < HEADER || !session.expects(in.getUnsignedByte(from), in.getUnsignedByte(from + 1))) {
                broken = true;
                int code = length < HEADER ? OpenFlowError.BAD_LEN : OpenFlowError.BAD_VERSION;
                session.reject(in, from, from + HEADER, code, "not an OpenFlow 1.3 message");
                return;
            }
            if (in.readableBytes() < length) {
                return;
            }
            handle(in, from, from + length);
            in.readerIndex(from + length);
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
        if (!(cause instanceof IOException)) {
            log.warn("connection failed peer={}", session.address(), cause);
        }
        session.closing(String.valueOf(cause.getMessage()));
        context.close();
    }
}
