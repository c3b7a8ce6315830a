package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One flow table by tuple-space search: entries of the same mask share a hash map, the maps are tried by falling
 * priority until none can beat the best hit (Srinivasan, Suri, Varghese, SIGCOMM 1999; Open vSwitch's classifier). The
 * cost of a look-up grows with the number of different masks, not of entries.
 *
 * <p>Owned by the switch's event loop.
 */
final class FlowTable {
    /** Entries with one mask. */
    private static final class Tuple {
        final long[] mask;
        final Map<Words, FlowEntry> heads = new HashMap<>();
        final TreeMap<Integer, Integer> priorities = new TreeMap<>();

        Tuple(long[] mask) {
            this.mask = mask;
        }

        int highest() {
            return priorities.lastKey();
        }
    }

    final int id;
    long lookups;
    long matched;

    private final Set<FlowEntry> entries = new LinkedHashSet<>();
    private final Map<Words, Tuple> tuples = new HashMap<>();
    private final List<Tuple> byPriority = new ArrayList<>();
    private final Words probe = Words.probe();

    FlowTable(int id) {
        this.id = id;
    }

    int size() {
        return entries.size();
    }

    /** All entries, oldest first. */
    Set<FlowEntry> entries() {
        return entries;
    }

    /** The entry of highest priority that matches, or null. Of equal priorities the one with the older mask wins. */
    FlowEntry lookup(long[] key) {
        FlowEntry best = null;
        for (int i = 0; i < byPriority.size(); i++) {
            Tuple tuple = byPriority.get(i);
            if (best != null && best.priority >= tuple.highest()) {
                break;
            }
            FlowEntry hit = tuple.heads.get(probe.mask(key, tuple.mask));
            if (hit != null && (best == null || hit.priority > best.priority)) {
                best = hit;
            }
        }
        return best;
    }

    /** The entry of exactly this match and priority, or null. */
    FlowEntry find(MatchSpec match, int priority) {
        Tuple tuple = tuples.get(Words.of(match.mask));
        FlowEntry entry = tuple == null ? null : tuple.heads.get(Words.of(match.value));
        while (entry != null && entry.priority > priority) {
            entry = entry.next;
        }
        return entry != null && entry.priority == priority ? entry : null;
    }

    /** Adds an entry whose match and priority are not in the table. */
    void add(FlowEntry entry) {
        entry.removed = false;
        entry.next = null;
        entries.add(entry);
        if (entry.opaque) {
            return;
        }
        Tuple tuple = tuples.computeIfAbsent(Words.of(entry.match.mask), unused -> {
            Tuple created = new Tuple(entry.match.mask);
            byPriority.add(created);
            return created;
        });
        tuple.priorities.merge(entry.priority, 1, Integer::sum);
        FlowEntry head = tuple.heads.get(entry.key);
        if (head == null || head.priority < entry.priority) {
            entry.next = head;
            tuple.heads.put(entry.key, entry);
        } else {
            FlowEntry before = head;
            while (before.next != null && before.next.priority > entry.priority) {
                before = before.next;
            }
            entry.next = before.next;
            before.next = entry;
        }
        sort();
    }

    void remove(FlowEntry entry) {
        entry.removed = true;
        entries.remove(entry);
        if (entry.opaque) {
            return;
        }
        Words mask = Words.of(entry.match.mask);
        Tuple tuple = tuples.get(mask);
        unlink(tuple, entry);
        tuple.priorities.computeIfPresent(entry.priority, (unused, count) -> count == 1 ? null : count - 1);
        if (tuple.priorities.isEmpty()) {
            tuples.remove(mask);
            byPriority.remove(tuple);
        }
        sort();
    }

    private static void unlink(Tuple tuple, FlowEntry entry) {
        FlowEntry head = tuple.heads.get(entry.key);
        if (head == entry) {
            if (entry.next == null) {
                tuple.heads.remove(entry.key);
            } else {
                tuple.heads.put(entry.next.key, entry.next);
            }
            return;
        }
        FlowEntry before = head;
        while (before.next != entry) {
            before = before.next;
        }
        before.next = entry.next;
    }

    private void sort() {
        for (int i = 1; i < byPriority.size(); i++) {
            if (byPriority.get(i - 1).highest() < byPriority.get(i).highest()) {
                byPriority.sort(Comparator.comparingInt(Tuple::highest).reversed());
                return;
            }
        }
    }
}
