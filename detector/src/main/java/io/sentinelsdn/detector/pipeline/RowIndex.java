package io.sentinelsdn.detector.pipeline;

/**
 * Finds row numbers by hash; the keys lie with the rows, so the caller compares. Several rows may have one hash.
 *
 * <pre>
 * for (int slot = index.first(hash); (row = index.row(slot)) != EMPTY; slot = index.next(slot)) …  // row may be GONE
 * </pre>
 *
 * <p>Inside: linear probing over {@code slots} (row + 1; 0 = empty, -1 = gone). What is removed leaves a mark unless an
 * empty slot follows; {@link #isFull()} asks to be {@link #reset} and filled anew when three quarters are rows or marks.
 *
 * <p>Owned by the shard thread.
 */
final class RowIndex {
    static final int EMPTY = -1;
    static final int GONE = -2;

    private static final int SMALLEST = 1024;

    private int[] slots = new int[SMALLEST];
    /** Slots that are not empty. */
    private int used;

    int first(long hash) {
        return (int) (hash ^ hash >>> 32) & (slots.length - 1);
    }

    int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    /** The row in this slot, {@link #EMPTY} or {@link #GONE}. */
    int row(int slot) {
        return slots[slot] - 1;
    }

    void add(long hash, int row) {
        int slot = first(hash);
        while (slots[slot] > 0) {
            slot = next(slot);
        }
        used += slots[slot] == 0 ? 1 : 0;
        slots[slot] = row + 1;
    }

    /** Takes out a row that was added under this hash. */
    void remove(long hash, int row) {
        int slot = first(hash);
        while (slots[slot] != row + 1) {
            slot = next(slot);
        }
        slots[slot] = -1;
        if (slots[next(slot)] == 0) {
            while (slots[slot] == -1) {
                slots[slot] = 0;
                used--;
                slot = (slot - 1) & (slots.length - 1);
            }
        }
    }

    boolean isFull() {
        return used >= slots.length / 4 * 3;
    }

    /** Empties it and makes it large enough for so many rows. */
    void reset(int rows) {
        slots = new int[Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, rows * 2 - 1)) * 2)];
        used = 0;
    }

    /** Bytes it takes. */
    long memoryBytes() {
        return (long) slots.length * Integer.BYTES;
    }
}
