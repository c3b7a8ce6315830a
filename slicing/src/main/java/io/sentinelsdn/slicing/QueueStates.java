package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.PortQueues;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How queues stand, in words of slices. Owned by the thread of slices. */
final class QueueStates {
    static final String UNAVAILABLE = "unavailable";

    private final PortQueues queues;
    private final boolean wanted;

    QueueStates(PortQueues queues, boolean wanted) {
        this.queues = queues;
        this.wanted = wanted;
    }

    /** Whether a switch can have queues. */
    boolean has(Dpid dpid) {
        PortQueues.State state = queues.queueStates().get(dpid);
        return state != null && state.trouble() == null;
    }

    /** Off, unavailable, pending or installed, for these switches together. */
    String words(Collection<Dpid> dpids) {
        if (!wanted) {
            return "off";
        }
        Map<Dpid, PortQueues.State> states = queues.queueStates();
        List<PortQueues.State> known =
                dpids.stream().map(states::get).filter(Objects::nonNull).toList();
        if (known.isEmpty() || known.stream().anyMatch(state -> state.trouble() != null)) {
            return UNAVAILABLE;
        }
        return known.stream().allMatch(PortQueues.State::settled) ? "installed" : "pending";
    }

    /** Why queues are unavailable. */
    String trouble() {
        return queues.queueStates().values().stream()
                .map(PortQueues.State::trouble)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("no database of these switches is connected");
    }
}
