package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * The tables of a switch and what FLOW_MOD does to them (OpenFlow 1.3.5 section 6.4). Owned by the switch's event loop.
 */
final class FlowTables {
    /** Told about entries that leave and asked for it (SEND_FLOW_REM). */
    interface Removals {
        void removed(FlowEntry entry, int reason, long nowNs);
    }

    static final int REASON_IDLE = 0;
    static final int REASON_HARD = 1;
    static final int REASON_DELETE = 2;
    static final int REASON_GROUP_DELETE = 3;

    private record Expiry(long atNs, FlowEntry entry) implements Comparable<Expiry> {
        @Override
        public int compareTo(Expiry other) {
            return Long.compare(atNs, other.atNs);
        }
    }

    private final FlowTable[] tables;
    private final int maxEntries;
    private final Meters meters;
    private final Journal journal;
    private final Removals removals;
    private final PriorityQueue<Expiry> expiries = new PriorityQueue<>();
    private int size;

    FlowTables(int count, int maxEntries, Meters meters, Journal journal, Removals removals) {
        tables = new FlowTable[count];
        this.maxEntries = maxEntries;
        this.meters = meters;
        this.journal = journal;
        this.removals = removals;
    }

    int count() {
        return tables.length;
    }

    int size() {
        return size;
    }

    /** The table of this number; made on first use, since most of 254 are never used. */
    FlowTable table(int id) {
        if (tables[id] == null) {
            tables[id] = new FlowTable(id);
        }
        return tables[id];
    }

    /** The table of this number, or null if it was never used. */
    FlowTable used(int id) {
        return tables[id];
    }

    private static boolean isChosen(FlowTable table, int wanted) {
        return table != null && (wanted == table.id || wanted == FlowFilter.ALL_TABLES);
    }

    void add(FlowChange change, long nowNs) throws Refusal {
        FlowTable table = table(change.table());
        if (change.has(FlowEntry.FLAG_CHECK_OVERLAP)) {
            refuseOverlap(table, change);
        }
        FlowEntry old = table.find(change.match(), change.priority());
        if (old == null && table.size() >= maxEntries) {
            throw new Refusal(OfError.FLOW_MOD_TABLE_FULL);
        }
        FlowEntry entry = new FlowEntry(change, meterOf(change.instructions()), nowNs);
        if (old != null) {
            if (!change.has(FlowEntry.FLAG_RESET_COUNTS)) {
                entry.packets = old.packets;
                entry.bytes = old.bytes;
            }
            detach(old);
        }
        attach(entry);
    }

    private static void refuseOverlap(FlowTable table, FlowChange change) throws Refusal {
        for (FlowEntry entry : table.entries()) {
            if (!entry.opaque && entry.priority == change.priority() && entry.match.overlaps(change.match())) {
                throw new Refusal(OfError.FLOW_MOD_OVERLAP);
            }
        }
    }

    /** Changes the instructions of what the filter chooses; counters stay unless RESET_COUNTS. */
    void modify(FlowChange change, boolean strict) throws Refusal {
        Meter meter = meterOf(change.instructions());
        for (FlowEntry entry : select(change, strict)) {
            noteInstructions(entry);
            become(entry, change.instructions(), change.encoded().instructions, meter);
            if (change.has(FlowEntry.FLAG_RESET_COUNTS)) {
                entry.packets = 0;
                entry.bytes = 0;
            }
        }
    }

    private void noteInstructions(FlowEntry entry) {
        Instructions instructions = entry.instructions;
        byte[] bytes = entry.instructionBytes;
        Meter meter = entry.meter;
        long packets = entry.packets;
        long byteCount = entry.bytes;
        journal.undo(() -> {
            become(entry, instructions, bytes, meter);
            entry.packets = packets;
            entry.bytes = byteCount;
        });
    }

    private static void become(FlowEntry entry, Instructions instructions, byte[] bytes, Meter meter) {
        release(entry);
        entry.instructions = instructions;
        entry.instructionBytes = bytes;
        entry.meter = meter;
        if (meter != null) {
            meter.flows++;
        }
    }

    void delete(FlowChange change, boolean strict, long nowNs) {
        for (FlowEntry entry : select(change, strict)) {
            remove(entry, REASON_DELETE, nowNs);
        }
    }

    private List<FlowEntry> select(FlowChange change, boolean strict) {
        FlowFilter filter = new FlowFilter(
                change.table(),
                change.match(),
                change.cookie(),
                change.cookieMask(),
                change.outPort(),
                change.outGroup());
        if (!strict) {
            return select(filter);
        }
        List<FlowEntry> found = new ArrayList<>();
        for (FlowTable table : tables) {
            if (isChosen(table, filter.table())) {
                FlowEntry entry = table.find(change.match(), change.priority());
                if (entry != null && filter.acceptsUnmatched(entry)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    /** The entries that a filter chooses, by table and age. */
    List<FlowEntry> select(FlowFilter filter) {
        return collect(filter.table(), filter::accepts);
    }

    private List<FlowEntry> collect(int tableId, Predicate<FlowEntry> wanted) {
        List<FlowEntry> found = new ArrayList<>();
        for (FlowTable table : tables) {
            if (isChosen(table, tableId)) {
                for (FlowEntry entry : table.entries()) {
                    if (wanted.test(entry)) {
                        found.add(entry);
                    }
                }
            }
        }
        return found;
    }

    /** Removes the entries that use a meter, because the meter goes (section 6.6). */
    void removeUsing(Meter meter, long nowNs) {
        for (FlowEntry entry : collect(FlowFilter.ALL_TABLES, candidate -> candidate.meter == meter)) {
            remove(entry, REASON_DELETE, nowNs);
        }
    }

    /** Removes the entries that send to a group, because the group goes (section 6.7). */
    void removeUsing(Group group, long nowNs) {
        for (FlowEntry entry : collect(FlowFilter.ALL_TABLES, one -> one.instructions.usesGroup(group.id))) {
            remove(entry, REASON_GROUP_DELETE, nowNs);
        }
    }

    /** Ends the entries whose time is over. Cheap when there is none. */
    void expire(long nowNs) {
        while (!expiries.isEmpty() && expiries.peek().atNs() <= nowNs) {
            FlowEntry entry = expiries.poll().entry();
            if (entry.removed) {
                continue;
            }
            if (entry.deadlineNs() > nowNs) {
                expiries.add(new Expiry(entry.deadlineNs(), entry));
            } else {
                remove(entry, entry.hardDeadlineNs() <= nowNs ? REASON_HARD : REASON_IDLE, nowNs);
            }
        }
    }

    int removeSilently(long cookie, long cookieMask) {
        List<FlowEntry> chosen = collect(FlowFilter.ALL_TABLES, entry -> ((entry.cookie ^ cookie) & cookieMask) == 0);
        chosen.forEach(this::detach);
        return chosen.size();
    }

    /** Puts an entry in as it is, without any check. */
    void addForeign(FlowEntry entry) {
        attach(entry);
    }

    /** Forgets everything silently, as a restarted switch does. */
    void clear() {
        for (FlowEntry entry : collect(FlowFilter.ALL_TABLES, any -> true)) {
            detach(entry);
        }
        expiries.clear();
    }

    private Meter meterOf(Instructions instructions) throws Refusal {
        return instructions.meterId() == 0 ? null : meters.require(instructions.meterId());
    }

    private void remove(FlowEntry entry, int reason, long nowNs) {
        detach(entry);
        if ((entry.flags & FlowEntry.FLAG_SEND_FLOW_REM) != 0) {
            removals.removed(entry, reason, nowNs);
        }
    }

    private void attach(FlowEntry entry) {
        place(entry);
        journal.undo(() -> withdraw(entry));
    }

    private void detach(FlowEntry entry) {
        withdraw(entry);
        journal.undo(() -> place(entry));
    }

    private void place(FlowEntry entry) {
        table(entry.table).add(entry);
        size++;
        if (entry.meter != null) {
            entry.meter.flows++;
        }
        if (entry.deadlineNs() != Long.MAX_VALUE) {
            expiries.add(new Expiry(entry.deadlineNs(), entry));
            if (expiries.size() > 2 * size + 1024) {
                expiries.removeIf(expiry -> expiry.entry().removed);
            }
        }
    }

    private void withdraw(FlowEntry entry) {
        table(entry.table).remove(entry);
        size--;
        release(entry);
    }

    private static void release(FlowEntry entry) {
        if (entry.meter != null) {
            entry.meter.flows--;
        }
    }
}
