package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.AggregateStats;
import io.sentinelsdn.domain.ofctl.FlowFilter;
import io.sentinelsdn.domain.ofctl.FlowStats;
import io.sentinelsdn.domain.ofctl.GroupStats;
import io.sentinelsdn.domain.ofctl.MeterStats;
import io.sentinelsdn.domain.ofctl.PortStats;
import io.sentinelsdn.domain.ofctl.QueueStats;
import io.sentinelsdn.domain.ofctl.TableStats;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Statistics read from a switch at the moment they are asked for. Any thread may ask; the futures complete on none of
 * the switch's own threads, exceptionally with {@link SwitchTrouble} when there is no answer.
 */
public interface SwitchStatistics {
    CompletableFuture<Answer<FlowStats>> flows(Dpid dpid, FlowFilter filter, Window window);

    /** One row with the sum. */
    CompletableFuture<Answer<AggregateStats>> aggregate(Dpid dpid, FlowFilter filter);

    CompletableFuture<Answer<PortStats>> ports(Dpid dpid, Window window);

    CompletableFuture<Answer<MeterStats>> meters(Dpid dpid, Window window);

    CompletableFuture<Answer<QueueStats>> queues(Dpid dpid, Window window);

    CompletableFuture<Answer<GroupStats>> groups(Dpid dpid, Window window);

    CompletableFuture<Answer<TableStats>> tables(Dpid dpid, Window window);

    /**
     * Which rows of the answer to keep.
     *
     * @param limit at most this many, 1 to 1000
     * @param offset skip this many
     */
    record Window(int limit, int offset) {
        public Window {
            if (limit < 1 || limit > 1000) {
                throw new IllegalArgumentException("limit must be between 1 and 1000: " + limit);
            }
            if (offset < 0) {
                throw new IllegalArgumentException("offset must be >= 0: " + offset);
            }
        }
    }

    /**
     * Rows in the order of the switch.
     *
     * @param total rows of the whole answer
     * @param truncated the answer had more rows than were looked at; {@code total} counts only those
     * @param supported false when the switch has no such statistics; there are no rows then
     */
    record Answer<T>(List<T> items, long total, boolean truncated, boolean supported) {
        public Answer {
            items = List.copyOf(items);
        }
    }
}
