package io.sentinelsdn.controller.slices;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.openflow.MultipartCall;
import io.sentinelsdn.controller.query.Caller;
import io.sentinelsdn.domain.spi.SliceSwitches.MeterCount;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks one switch for the counters of its meters. Owned by the event loop of the switch. */
final class MeterPoll implements MultipartCall {
    private static final int METER = 9;
    private static final int ALL = -1;
    private static final int HEADER = 40;
    private static final int BAND = 16;
    private static final int MOST = 20_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Caller caller;
    private final Consumer<Map<Long, MeterCount>> whenDone;
    private Map<Long, MeterCount> counts = new HashMap<>();
    private int xid;
    private long sentNs;

    MeterPoll(Caller caller, Consumer<Map<Long, MeterCount>> whenDone) {
        this.caller = caller;
        this.whenDone = whenDone;
    }

    /** Asks; false when the last answer is still coming. */
    boolean start() {
        long nowNs = System.nanoTime();
        if (xid != 0) {
            if (nowNs - sentNs < PATIENCE_NS) {
                return false;
            }
            caller.forget(xid);
        }
        counts = new HashMap<>();
        sentNs = nowNs;
        xid = caller.call(this);
        return true;
    }

    @Override
    public int type() {
        return METER;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeInt(ALL).writeInt(0);
    }

    /** OpenFlow 1.3.5 section 7.3.5.12: number, length, pad, flows, packets, bytes, duration, one pair for each band. */
    @Override
    public void part(ByteBuf buffer, int from, int to, boolean last) {
        int at = from;
        while (to - at >= HEADER) {
            int length = buffer.getUnsignedShort(at + 4);
            if (length < HEADER || length > to - at) {
                break;
            }
            boolean banded = length >= HEADER + BAND;
            if (counts.size() < MOST) {
                counts.put(
                        buffer.getUnsignedInt(at),
                        new MeterCount(
                                buffer.getLong(at + 16),
                                buffer.getLong(at + 24),
                                banded ? buffer.getLong(at + HEADER) : 0,
                                banded ? buffer.getLong(at + HEADER + 8) : 0));
            }
            at += length;
        }
        if (last) {
            xid = 0;
            whenDone.accept(counts);
        }
    }

    @Override
    public void failed(String error) {
        xid = 0;
    }
}
