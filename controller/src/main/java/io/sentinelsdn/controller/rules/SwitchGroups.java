package io.sentinelsdn.controller.rules;

import io.sentinelsdn.controller.openflow.GroupEntry;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.controller.openflow.Transaction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The groups of one switch: one for each way that many entries share, so that a lost link costs one GROUP_MOD and not
 * one FLOW_MOD for each host. Owned by the event loop of the switch.
 *
 * <pre>
 *  31      24 23         12 11      0
 * +----------+-------------+--------+
 * | 0x5e     | generation  | number |
 * +----------+-------------+--------+
 * </pre>
 *
 * Each connection numbers in a generation of its own, so that groups of a former one, which entries still use, are
 * neither changed nor deleted before these entries have been replaced.
 */
public final class SwitchGroups {
    private static final int OURS = 0x5e;
    private static final int GENERATION_BITS = 12;
    private static final int MOST = 4_096;
    /** Groups of ours that a switch may have left from before. */
    private static final int MOST_DESCRIBED = 65_536;

    private final SwitchFeatures.Groups abilities;
    private final int generation = ThreadLocalRandom.current().nextInt(1 << GENERATION_BITS);
    private final Map<Object, GroupEntry> byOwner = new HashMap<>();
    private final Map<Integer, GroupEntry> desired = new LinkedHashMap<>();
    private final Set<Integer> changedSincePoll = new HashSet<>();
    private final Map<Integer, GroupEntry> described = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private int next;
    private boolean givenUp;

    /**
     * @param abilities what the switch said
     */
    public SwitchGroups(SwitchFeatures.Groups abilities) {
        this.abilities = abilities;
    }

    /** Whether the switch has groups that we use. */
    public boolean any() {
        return abilities.select() || abilities.fastFailover();
    }

    /** Whether groups of this type can be had. */
    public boolean has(GroupEntry.Type type) {
        return !givenUp && (type == GroupEntry.Type.SELECT ? abilities.select() : abilities.fastFailover());
    }

    /** The id of an owner's group, 0 when it has none. */
    public int idOf(Object owner) {
        GroupEntry group = byOwner.get(owner);
        return group == null ? 0 : group.id();
    }

    /**
     * Writes an owner's group into the transaction, unless it is there already; a change is one GROUP_MOD.
     *
     * @return its id, 0 when there is no room
     */
    public int put(Transaction transaction, Object owner, GroupEntry.Type type, List<Integer> ports) {
        GroupEntry before = byOwner.get(owner);
        if (before == null && free.isEmpty() && next >= MOST) {
            return 0;
        }
        int id = before != null ? before.id() : free.isEmpty() ? number(next++) : free.remove();
        GroupEntry group = new GroupEntry(id, type, ports);
        if (!group.equals(before)) {
            byOwner.put(owner, group);
            desired.put(id, group);
            changedSincePoll.add(id);
            transaction.group(group, before != null, group);
        }
        return id;
    }

    private int number(int n) {
        return OURS << 24 | generation << GENERATION_BITS | n;
    }

    /** Writes the end of an owner's group into the transaction: entries that use it go with it. */
    public void remove(Transaction transaction, Object owner) {
        GroupEntry group = byOwner.remove(owner);
        if (group != null) {
            desired.remove(group.id());
            free.add(group.id());
            transaction.deleteGroup(group.id());
        }
    }

    /** The switch refuses groups, whatever it said of itself: from now on it has none. */
    public void giveUp() {
        givenUp = true;
        byOwner.clear();
        desired.clear();
    }

    /** All groups are being asked for. */
    public void pollStarts() {
        described.clear();
        changedSincePoll.clear();
    }

    /**
     * A group that is there.
     *
     * @param type {@code OFPGT_*}
     * @param ports the first output port of each bucket
     */
    public void polled(int id, int type, List<Integer> ports) {
        if (id >>> 24 == OURS && described.size() < MOST_DESCRIBED) {
            GroupEntry.Type known = type == GroupEntry.Type.SELECT.code()
                    ? GroupEntry.Type.SELECT
                    : type == GroupEntry.Type.FAST_FAILOVER.code() ? GroupEntry.Type.FAST_FAILOVER : null;
            described.put(id, known == null || ports.isEmpty() ? null : new GroupEntry(id, known, ports));
        }
    }

    /**
     * All groups have been told: writes what is missing or different, and the end of those that are ours and stale.
     *
     * @param former whether groups of a former connection must stay
     */
    public void reconcile(Transaction transaction, boolean former) {
        desired.forEach((id, group) -> {
            boolean there = described.containsKey(id);
            if (!changedSincePoll.contains(id) && !(there && group.equals(described.get(id)))) {
                transaction.group(group, there, group);
            }
        });
        if (!former) {
            described.keySet().stream().filter(id -> !desired.containsKey(id)).forEach(transaction::deleteGroup);
        }
    }
}
