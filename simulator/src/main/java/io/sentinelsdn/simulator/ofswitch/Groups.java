package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * The group table and what GROUP_MOD does to it (OpenFlow 1.3.5 section 6.7). Groups may use groups, but never in a ring,
 * so a packet always comes to an end. Owned by the switch's event loop.
 */
final class Groups {
    static final int ALL = 0xffff_fffc;
    static final int MAX_GROUPS = 65_536;
    private static final int MAX_ID = 0xffff_ff00;
    private static final int MAX_BUCKETS = 1024;

    private final boolean present;
    private final Journal journal;
    private final IntPredicate portLive;
    private final TreeMap<Integer, Group> groups = new TreeMap<>(Integer::compareUnsigned);

    /**
     * @param present whether the switch has groups at all
     * @param portLive whether the port of a number is up
     */
    Groups(boolean present, Journal journal, IntPredicate portLive) {
        this.present = present;
        this.journal = journal;
        this.portLive = portLive;
    }

    Collection<Group> all() {
        return groups.values();
    }

    /** The group of this number, or null. */
    Group get(int id) {
        return groups.get(id);
    }

    void add(Group group) throws Refusal {
        check(group);
        if (groups.containsKey(group.id)) {
            throw new Refusal(OfError.GROUP_EXISTS);
        }
        if (groups.size() >= MAX_GROUPS) {
            throw new Refusal(OfError.GROUP_OUT_OF_GROUPS);
        }
        put(group);
    }

    /** Replaces type and buckets; the counters of the group stay, those of the buckets start anew. */
    void modify(Group group) throws Refusal {
        check(group);
        Group old = groups.get(group.id);
        if (old == null) {
            throw new Refusal(OfError.GROUP_UNKNOWN);
        }
        group.packets = old.packets;
        group.bytes = old.bytes;
        put(group);
    }

    /** Takes one group, or with {@link #ALL} every group away; returns those that are gone. */
    List<Group> remove(int id) throws Refusal {
        requirePresent();
        List<Group> gone = new ArrayList<>();
        if (id == ALL) {
            gone.addAll(groups.values());
        } else if (groups.containsKey(id)) {
            if (groups.values().stream().anyMatch(other -> other.next.contains(id))) {
                throw new Refusal(OfError.GROUP_CHAINED);
            }
            gone.add(groups.get(id));
        }
        for (Group group : gone) {
            groups.remove(group.id);
            journal.undo(() -> groups.put(group.id, group));
        }
        return gone;
    }

    void clear() {
        groups.clear();
    }

    private void put(Group group) {
        Group old = groups.put(group.id, group);
        journal.undo(() -> {
            if (old == null) {
                groups.remove(group.id);
            } else {
                groups.put(group.id, old);
            }
        });
    }

    private void requirePresent() throws Refusal {
        if (!present) {
            throw new Refusal(OfError.GROUP_INVALID);
        }
    }

    private void check(Group group) throws Refusal {
        requirePresent();
        if (Integer.compareUnsigned(group.id, MAX_ID) > 0) {
            throw new Refusal(OfError.GROUP_INVALID);
        }
        if (group.buckets.size() > MAX_BUCKETS) {
            throw new Refusal(OfError.GROUP_OUT_OF_BUCKETS);
        }
        if (group.type == Group.TYPE_INDIRECT && group.buckets.size() != 1) {
            throw new Refusal(OfError.GROUP_INVALID);
        }
        for (Bucket bucket : group.buckets) {
            check(group.type, bucket);
        }
        if (leadsBack(group, group.id, new HashSet<>())) {
            throw new Refusal(OfError.GROUP_LOOP);
        }
    }

    /** The same refusals as Open vSwitch's. */
    private static void check(int type, Bucket bucket) throws Refusal {
        boolean needsWatch = type == Group.TYPE_FAST_FAILOVER;
        if ((bucket.weight != 0 && type != Group.TYPE_SELECT) || (needsWatch && !bucket.isWatching())) {
            throw new Refusal(OfError.GROUP_INVALID);
        }
        boolean mayWatch = needsWatch || type == Group.TYPE_SELECT;
        if (bucket.isWatching() && !mayWatch) {
            throw new Refusal(OfError.GROUP_WATCH_UNSUPPORTED);
        }
    }

    private boolean leadsBack(Group from, int target, Set<Integer> visited) {
        for (int id : from.next) {
            Group next = groups.get(id);
            if (id == target || (next != null && visited.add(id) && leadsBack(next, target, visited))) {
                return true;
            }
        }
        return false;
    }

    /** A bucket that watches nothing is always live. */
    boolean isLive(Bucket bucket) {
        return !bucket.isWatching()
                || (bucket.watchPort != PortNumbers.ANY && portLive.test(bucket.watchPort))
                || (bucket.watchGroup != PortNumbers.ANY && isLive(bucket.watchGroup));
    }

    private boolean isLive(int group) {
        Group watched = groups.get(group);
        return watched != null && watched.buckets.stream().anyMatch(this::isLive);
    }

    /**
     * The buckets a packet takes: all, or one, or none that is live.
     *
     * @param hash of the packet's five-tuple
     */
    List<Bucket> choose(Group group, long hash) {
        return switch (group.type) {
            case Group.TYPE_SELECT -> select(group, hash);
            case Group.TYPE_FAST_FAILOVER ->
                group.buckets.stream().filter(this::isLive).limit(1).toList();
            default -> group.buckets;
        };
    }

    private List<Bucket> select(Group group, long hash) {
        List<Bucket> live = group.buckets.stream().filter(this::isLive).toList();
        long total = live.stream().mapToLong(bucket -> bucket.weight).sum();
        if (total == 0) {
            return List.of();
        }
        long rest = Long.remainderUnsigned(hash, total);
        for (Bucket bucket : live) {
            rest -= bucket.weight;
            if (rest < 0) {
                return List.of(bucket);
            }
        }
        throw new AssertionError("the weights do not add up");
    }
}
