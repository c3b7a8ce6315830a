package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.UserFlowState;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Flow entries that people ask for. Any thread may ask. */
public interface FlowDesk {
    /** Entries kept at most, over all switches. */
    int MOST = 10_000;

    /**
     * Puts an entry on a switch, in the place of one with the same table, priority and match. Completes when the switch
     * has answered the barrier and the entry is stored; an entry that is still {@code PENDING} then stays asked for.
     *
     * @return completes exceptionally with {@link SwitchTrouble}; nothing has changed then
     * @throws io.sentinelsdn.domain.ofctl.BadField if a field cannot be what it is, or stands where ours stand
     */
    CompletableFuture<Put> put(Dpid dpid, FlowSpec spec);

    /** Takes an entry away; false when there is none of this id. */
    CompletableFuture<Boolean> remove(String id);

    /** All entries, oldest first: an immutable snapshot, counters refreshed every second. */
    List<UserFlowState> flows();

    /**
     * An entry that was put.
     *
     * @param replaced whether one of the same id was there before
     */
    record Put(UserFlowState state, boolean replaced) {}
}
