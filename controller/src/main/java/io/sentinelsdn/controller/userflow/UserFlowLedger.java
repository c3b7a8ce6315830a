package io.sentinelsdn.controller.userflow;

import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.ofctl.UserFlowState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The entries that people want, over all switches, and what the switches say of them. Owned by the control thread;
 * {@link #states} may be read by any.
 */
public final class UserFlowLedger {
    private static final Duration REMEMBER_ENDED = Duration.ofMinutes(1);
    /** The switch lets entries expire by its own clock; only when it is silent for longer do we. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final long UNSUPPORTED = -1;

    private final Map<String, Desired> flows = new HashMap<>();
    private final Map<String, UserFlowState> states = new ConcurrentHashMap<>();

    /** An entry and its counters; {@code base…} holds those of its earlier lives on the switch. */
    private static final class Desired {
        private final PlacedFlow placed;
        private Status status = Status.PENDING;
        private String error;
        private long rawPackets;
        private long rawBytes;
        private long basePackets;
        private long baseBytes;
        private Instant countedAt;
        private Instant endedAt;

        Desired(PlacedFlow placed) {
            this.placed = placed;
        }

        UserFlowState state() {
            boolean counted = countedAt != null;
            return new UserFlowState(
                    placed.flow(),
                    status,
                    error,
                    counted ? (Long) (basePackets + rawPackets) : null,
                    counted ? (Long) (baseBytes + rawBytes) : null,
                    countedAt);
        }
    }

    /** What an entry has replaced, to bring it back. */
    public static final class Before {
        private final Desired desired;

        private Before(Desired desired) {
            this.desired = desired;
        }

        /** Whether there was one. */
        public boolean exists() {
            return desired != null;
        }
    }

    /** Entries that are wanted or have ended less than a minute ago. */
    public int size() {
        return flows.size();
    }

    /** Whether an entry of this id is wanted. */
    public boolean isWanted(String id) {
        Desired desired = flows.get(id);
        return desired != null && desired.endedAt == null;
    }

    /** Whether another entry of the same switch carries this cookie. */
    public boolean isCookieTaken(UserFlow flow) {
        return flows.values().stream()
                .map(desired -> desired.placed.flow())
                .anyMatch(other -> other.cookie() == flow.cookie()
                        && other.dpid().equals(flow.dpid())
                        && !other.id().equals(flow.id()));
    }

    /** From now on this entry should be there. */
    public Before want(PlacedFlow placed) {
        Desired before = flows.put(placed.id(), new Desired(placed));
        publish(placed.id());
        return new Before(before == null || before.endedAt != null ? null : before);
    }

    /** The switch has refused the entry: what was there before is still there. Answers that, or null. */
    public PlacedFlow undo(String id, Before before) {
        if (before.exists()) {
            flows.put(id, before.desired);
        } else {
            flows.remove(id);
        }
        publish(id);
        return before.exists() ? before.desired.placed : null;
    }

    /** This entry should be there no longer; answers it, or null when there was none. */
    public PlacedFlow drop(String id) {
        boolean wanted = isWanted(id);
        Desired desired = flows.remove(id);
        publish(id);
        return wanted ? desired.placed : null;
    }

    /** Entries that should be on this switch. */
    public List<PlacedFlow> wantedOn(Dpid dpid) {
        List<PlacedFlow> wanted = new ArrayList<>();
        for (Desired desired : flows.values()) {
            if (desired.endedAt == null && desired.placed.flow().dpid().equals(dpid)) {
                wanted.add(desired.placed);
            }
        }
        return wanted;
    }

    /** The switch has answered the barrier behind this entry; {@code error} is null when it took it. */
    public void answered(String id, String error) {
        Desired desired = flows.get(id);
        if (desired != null && desired.endedAt == null) {
            desired.status = error == null ? Status.INSTALLED : Status.FAILED;
            desired.error = error;
            publish(id);
        }
    }

    /** The switch is gone: its entries wait for its return. */
    public void switchGone(Dpid dpid) {
        for (PlacedFlow placed : wantedOn(dpid)) {
            flows.get(placed.id()).status = Status.PENDING;
            publish(placed.id());
        }
    }

    /** Counters of an entry, ignored when unsupported; when they went down a new life of the entry has begun. */
    public void counted(String id, long packets, long bytes, Instant now) {
        Desired desired = flows.get(id);
        if (desired == null || desired.endedAt != null || packets == UNSUPPORTED) {
            return;
        }
        if (packets < desired.rawPackets || bytes < desired.rawBytes) {
            desired.basePackets += desired.rawPackets;
            desired.baseBytes += desired.rawBytes;
        }
        desired.rawPackets = packets;
        desired.rawBytes = bytes;
        desired.countedAt = now;
        publish(id);
    }

    /** The switch let the entry expire. */
    public void expired(String id, Instant now) {
        Desired desired = flows.get(id);
        if (desired != null && desired.endedAt == null) {
            desired.status = Status.EXPIRED;
            desired.endedAt = now;
            publish(id);
        }
    }

    /**
     * Once a second: entries whose time is up end, and ended ones are forgotten after a minute.
     *
     * @return ids that have ended now
     */
    public List<String> tick(Instant now) {
        List<String> ended = new ArrayList<>();
        for (Desired desired : flows.values()) {
            Instant expiresAt = desired.placed.flow().expiresAt();
            if (desired.endedAt == null && expiresAt != null && now.isAfter(expiresAt.plus(GRACE))) {
                ended.add(desired.placed.id());
            }
        }
        ended.forEach(id -> expired(id, now));
        flows.values().removeIf(desired -> {
            boolean old = desired.endedAt != null && now.isAfter(desired.endedAt.plus(REMEMBER_ENDED));
            if (old) {
                states.remove(desired.placed.id());
            }
            return old;
        });
        return ended;
    }

    /** The state of an entry, or null when there is none. */
    public UserFlowState state(String id) {
        return states.get(id);
    }

    /** All entries, oldest first. */
    public List<UserFlowState> states() {
        return states.values().stream()
                .sorted(Comparator.comparing(
                                (UserFlowState state) -> state.flow().createdAt())
                        .thenComparing(state -> state.flow().id()))
                .toList();
    }

    private void publish(String id) {
        Desired desired = flows.get(id);
        if (desired == null) {
            states.remove(id);
        } else {
            states.put(id, desired.state());
        }
    }
}
