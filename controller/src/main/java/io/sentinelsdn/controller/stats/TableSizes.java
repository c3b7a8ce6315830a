package io.sentinelsdn.controller.stats;

import java.util.HashMap;
import java.util.Map;

/**
 * How many entries each table of a switch holds, and whether one is too large to be listed again and again. Owned by the
 * event loop of the switch.
 */
public final class TableSizes {
    /** A table with more is counted by AGGREGATE; one with less than four fifths of it is listed again. */
    public static final int LARGE = 50_000;

    private final Map<Integer, Long> entries = new HashMap<>();
    private boolean large;

    /** What the switch says about a table. */
    public void update(int tableId, long activeEntries) {
        entries.put(tableId, activeEntries);
        long most = entries.values().stream().mapToLong(Long::longValue).max().orElse(0);
        large = most > (large ? LARGE / 5 * 4 : LARGE);
    }

    /** Whether some table is too large. */
    public boolean isLarge() {
        return large;
    }

    /** Entries in all tables. */
    public long total() {
        return entries.values().stream().mapToLong(Long::longValue).sum();
    }
}
