package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way of messages from the event loops of auxiliary connections into the one of their main connection. A few may be
 * under way; when that is behind, more are dropped and counted. Any thread may call.
 */
final class AuxiliaryInlet {
    private static final int MOST_UNDER_WAY = 256;

    private final SwitchSession main;
    private final OpenFlowMetrics metrics;
    private final AtomicInteger underWay = new AtomicInteger();

    AuxiliaryInlet(SwitchSession main, OpenFlowMetrics metrics) {
        this.main = main;
        this.metrics = metrics;
    }

    /** Takes a copy of the message between {@code from} and {@code to}. */
    void take(ByteBuf buffer, int from, int to) {
        if (underWay.get() >= MOST_UNDER_WAY) {
            metrics.auxiliaryDropped.increment();
            return;
        }
        underWay.incrementAndGet();
        ByteBuf copy = Unpooled.copiedBuffer(buffer.slice(from, to - from));
        main.execute(() -> {
            underWay.decrementAndGet();
            try {
                main.asynchronous(copy, 0, copy.readableBytes(), copy.getByte(1));
            } catch (MalformedMessage malformed) {
                metrics.malformed.increment();
            }
        });
    }
}
