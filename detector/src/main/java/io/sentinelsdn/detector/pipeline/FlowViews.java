package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

/** Makes the list of busiest flows that people see, once a second. Owned by the shard thread. */
final class FlowViews {
    /** At most so many flows are shown. */
    static final int MAX = 10_000;
    /** The busiest of them are scored. */
    private static final int MAX_SCORED = 1_000;

    private final FlowTable table;
    private final FlowScorer scorer;
    private final LongFunction<Instant> wallClock;
    private long[] order = new long[0];

    FlowViews(FlowTable table, FlowScorer scorer, LongFunction<Instant> wallClock) {
        this.table = table;
        this.scorer = scorer;
        this.wallClock = wallClock;
    }

    /** The busiest flows, busiest first. */
    List<FlowView> take(long nowNs) {
        int count = sort(nowNs);
        List<FlowView> views = new ArrayList<>(Math.min(count, MAX));
        for (int i = count - 1; i >= Math.max(0, count - MAX); i--) {
            int row = (int) order[i];
            views.add(view(row, nowNs, views.size() < MAX_SCORED));
        }
        return views;
    }

    /** Rows by rate: the float bits of a number that is not negative sort as the number does. */
    private int sort(long nowNs) {
        if (order.length < table.highWater()) {
            order = new long[table.highWater()];
        }
        int count = 0;
        for (int row = 0; row < table.highWater(); row++) {
            if (table.live(row)) {
                float pps = (float) table.livePps(row, nowNs);
                order[count++] = (long) Float.floatToIntBits(pps) << 32 | row;
            }
        }
        Arrays.sort(order, 0, count);
        return count;
    }

    private FlowView view(int row, long nowNs, boolean scored) {
        boolean current = table.isCurrent(row, nowNs);
        return new FlowView(
                new Dpid(table.dpid(row)),
                table.inPort(row),
                new IpAddress(table.srcHi(row), table.srcLo(row)),
                new IpAddress(table.dstHi(row), table.dstLo(row)),
                table.protocol(row),
                table.srcPort(row),
                table.dstPort(row),
                table.packets(row),
                table.bytes(row),
                current ? table.pps(row) : 0,
                current ? table.bps(row) : 0,
                Math.max(0, table.lastNs(row) - table.createdNs(row)) / (double) FlowTable.SECOND,
                wallClock.apply(table.lastNs(row)),
                scored ? scorer.score(table, row, nowNs) : Double.NaN);
    }
}
