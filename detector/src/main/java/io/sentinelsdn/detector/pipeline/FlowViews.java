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
    private final FlowRows rows;
    private final RowScorer scorer;
    private final LongFunction<Instant> wallClock;
    /** Rows by rate: the float bits of a number that is not negative sort as the number does. */
    private long[] candidates = new long[0];

    private int count;
    /** Float bits of the rate that a row must have to be among the busiest. */
    private int least;

    FlowViews(FlowTable table, RowScorer scorer, LongFunction<Instant> wallClock) {
        this.table = table;
        rows = table.rows();
        this.scorer = scorer;
        this.wallClock = wallClock;
    }

    /** Looks at these rows for the next list. */
    void consider(long nowNs, int fromRow, int toRow) {
        for (int row = fromRow; row < toRow; row++) {
            if (rows.live(row)) {
                int pps = Float.floatToIntBits((float) rows.livePps(row, nowNs));
                if (pps >= least) {
                    keep((long) pps << 32 | row);
                }
            }
        }
    }

    private void keep(long candidate) {
        if (count == candidates.length) {
            candidates = Arrays.copyOf(candidates, Math.min(2 * MAX, Math.max(1024, 2 * count)));
        }
        candidates[count++] = candidate;
        if (count == 2 * MAX) {
            Arrays.sort(candidates);
            System.arraycopy(candidates, MAX, candidates, 0, MAX);
            count = MAX;
            least = (int) (candidates[0] >>> 32) + 1;
        }
    }

    /** The busiest of the rows considered since the last list, busiest first. */
    List<FlowView> take(long nowNs) {
        Arrays.sort(candidates, 0, count);
        List<FlowView> views = new ArrayList<>(Math.min(count, MAX));
        for (int i = count - 1; i >= Math.max(0, count - MAX); i--) {
            int row = (int) candidates[i];
            if (rows.live(row)) {
                views.add(view(row, nowNs, views.size() < MAX_SCORED));
            }
        }
        count = 0;
        least = 0;
        return views;
    }

    private FlowView view(int row, long nowNs, boolean scored) {
        boolean current = rows.isCurrent(row, nowNs);
        return new FlowView(
                new Dpid(rows.dpid(row)),
                rows.inPort(row),
                new IpAddress(rows.srcHi(row), rows.srcLo(row)),
                new IpAddress(rows.dstHi(row), rows.dstLo(row)),
                rows.protocol(row),
                rows.srcPort(row),
                rows.dstPort(row),
                rows.packets(row),
                rows.bytes(row),
                current ? rows.pps(row) : 0,
                current ? rows.bps(row) : 0,
                Math.max(0, rows.lastNs(row) - rows.createdNs(row)) / (double) FlowTable.SECOND,
                wallClock.apply(rows.lastNs(row)),
                scored ? scorer.score(table, row, nowNs) : Double.NaN);
    }
}
