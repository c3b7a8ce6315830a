package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.flow.FlowView;
import java.util.ArrayList;
import java.util.List;

/**
 * What a shard hands to the window thread every 250 ms: its flows summed up per ingress port and destination, and
 * single flows only towards suspicious destinations. Owned by one thread at a time; it travels back to be used again.
 */
public final class FlowSummary {
    /** At most so many flows are told of one by one. */
    public static final int MAX_DETAILS = 1024;

    public final CellTable cells;
    public final List<FlowDetail> details = new ArrayList<>();
    /** Open but nearly silent web connections of each pair of hosts. */
    public final PairCounts slow;
    /** The busiest flows, busiest first; null between the full seconds. */
    public List<FlowView> views;
    /** Number of the window step. */
    public long step;
    /** Flows in the table. */
    public int activeFlows;

    public FlowSummary(int cellCapacity, KeyedHash hash) {
        cells = new CellTable(cellCapacity, hash);
        slow = new PairCounts(hash);
    }

    public void clear() {
        cells.clear();
        slow.clear();
        details.clear();
        views = null;
        activeFlows = 0;
    }
}
