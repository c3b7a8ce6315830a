package io.sentinelsdn.controller.stats;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.openflow.MultipartCall;
import io.sentinelsdn.controller.query.Caller;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.domain.net.SwitchView.ClassCount;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts the entries of a switch by cookie class with AGGREGATE (OpenFlow 1.3.5 section 7.3.5.3), for tables that are too
 * large to be listed again and again: a reply has 24 bytes, however many entries there are. Owned by the event loop of
 * the switch.
 */
public final class ClassCounts implements MultipartCall {
    private static final int AGGREGATE = 2;
    private static final int ALL_TABLES = 0xff;
    private static final int ANY = -1;
    private static final int ROW = 24;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final List<Selection> SELECTIONS = List.of(
            new Selection("all", 0, 0),
            new Selection("ours", Cookies.OURS, Cookies.OURS_MASK),
            new Selection("five_tuples", Cookies.FINE, Cookies.CLASS_MASK),
            new Selection("rules", Cookies.RULE, Cookies.ANY_RULE_MASK),
            new Selection("user_flows", Cookies.USER_FLOW, Cookies.CLASS_MASK));

    private final Caller caller;
    private List<ClassCount> coming = new ArrayList<>();
    private List<ClassCount> counts = List.of();
    private int xid;
    private long sentNs;

    /** Entries whose cookie agrees in the bits of the mask. */
    private record Selection(String name, long cookie, long mask) {}

    public ClassCounts(Caller caller) {
        this.caller = caller;
    }

    /** Asks for all classes, one after the other, unless the last answers are still coming. */
    public void start() {
        long nowNs = System.nanoTime();
        if (xid != 0) {
            if (nowNs - sentNs < PATIENCE_NS) {
                return;
            }
            caller.forget(xid);
        }
        coming = new ArrayList<>();
        sentNs = nowNs;
        xid = caller.call(this);
    }

    /** The counts are not wanted any more. */
    public void stop() {
        if (xid != 0) {
            caller.forget(xid);
            xid = 0;
        }
        counts = List.of();
    }

    /** What was counted last; empty when nothing was. */
    public List<ClassCount> counts() {
        return counts;
    }

    @Override
    public int type() {
        return AGGREGATE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Selection next = SELECTIONS.get(coming.size());
        out.writeByte(ALL_TABLES).writeZero(3).writeInt(ANY).writeInt(ANY).writeZero(4);
        out.writeLong(next.cookie()).writeLong(next.mask());
        out.writeShort(1).writeShort(4).writeZero(4);
    }

    @Override
    public void part(ByteBuf buffer, int from, int to, boolean last) {
        if (to - from >= ROW && coming.size() < SELECTIONS.size()) {
            coming.add(new ClassCount(
                    SELECTIONS.get(coming.size()).name(),
                    buffer.getUnsignedInt(from + 16),
                    supported(buffer.getLong(from)),
                    supported(buffer.getLong(from + 8))));
        }
        if (!last) {
            return;
        }
        xid = 0;
        if (coming.size() == SELECTIONS.size()) {
            counts = List.copyOf(coming);
        } else if (!coming.isEmpty() && to - from >= ROW) {
            xid = caller.call(this);
        }
    }

    @Override
    public void failed(String error) {
        xid = 0;
    }

    /** All ones: the switch does not count. */
    private static Long supported(long counter) {
        return counter == -1 ? null : counter;
    }
}
