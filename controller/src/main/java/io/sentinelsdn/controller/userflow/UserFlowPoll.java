package io.sentinelsdn.controller.userflow;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.openflow.FlowStatsWalker;
import io.sentinelsdn.controller.openflow.MultipartCall;
import io.sentinelsdn.controller.query.Caller;
import io.sentinelsdn.controller.rules.Cookies;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks one switch for the counters of all entries of a cookie class. Owned by the event loop of the switch. */
public final class UserFlowPoll implements MultipartCall {
    private static final int FLOW = 1;
    private static final int ALL_TABLES = 0xff;
    private static final int ANY = -1;
    /** With more than this of our cookies on one switch, which we did not put there, nothing is concluded. */
    private static final int MOST = 20_000;

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Caller caller;
    private final long cookieClass;
    private final Consumer<Map<Long, Count>> whenDone;
    private final FlowStatsWalker walker = new FlowStatsWalker();
    private Map<Long, Count> counts = new HashMap<>();
    private int xid;
    private long sentNs;

    /** Counters of an entry; all ones when the switch does not count. */
    public record Count(long packets, long bytes) {}

    /**
     * @param cookieClass one of {@link Cookies}
     */
    public UserFlowPoll(Caller caller, long cookieClass, Consumer<Map<Long, Count>> whenDone) {
        this.caller = caller;
        this.cookieClass = cookieClass;
        this.whenDone = whenDone;
    }

    /** Asks; false when the last answer is still coming. */
    public boolean start() {
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
        return FLOW;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeByte(ALL_TABLES).writeZero(3).writeInt(ANY).writeInt(ANY).writeZero(4);
        out.writeLong(cookieClass).writeLong(Cookies.CLASS_MASK);
        out.writeShort(1).writeShort(4).writeZero(4);
    }

    @Override
    public void part(ByteBuf buffer, int from, int to, boolean last) {
        walker.walk(buffer, from, to, entry -> {
            if (Cookies.classOf(entry.cookie) == cookieClass && counts.size() < MOST) {
                counts.put(entry.cookie, new Count(entry.packets, entry.bytes));
            }
        });
        if (last) {
            xid = 0;
            if (counts.size() < MOST) {
                whenDone.accept(counts);
            }
        }
    }

    @Override
    public void failed(String error) {
        xid = 0;
    }
}
