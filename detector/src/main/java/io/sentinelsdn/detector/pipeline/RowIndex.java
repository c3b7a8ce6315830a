package io.sentinelsdn.detector.pipeline;

/**
 * Finds row numbers by hash; the keys lie with the rows, so the caller compares. Several rows may have one hash.
 *
 * <pre>
 * for (int slot = index.first(hash); (row = index.row(slot, hash)) != EMPTY; slot = index.next(slot)) …  // row may be OTHER
 * </pre>
 *
 * <p>Inside: linear probing over {@code slots}, half of the hash and the row + 1 in each; 0 is empty. So a row is read only
 * where half of the hash agrees, and what is removed is closed up behind without looking at rows: nothing has to be built
 * anew however much comes and goes (Knuth, The Art of Computer Programming 3, 6.4, algorithm R).
 *
 * <p>Owned by the shard thread.
 */
final class RowIndex {
    static final int EMPTY = -1;
    static final int OTHER = -2;

    private static final int SMALLEST = 1024;
    private static final long ROW = 0xffff_ffffL;

    private long[] slots = new long[SMALLEST];
    private int size;

    int first(long hash) {
        return (int) (hash >>> 32) & (slots.length - 1);
    }

    int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    /** The row in this slot; {@link #EMPTY}, or {@link #OTHER} for a row of another hash. */
    int row(int slot, long hash) {
        long word = slots[slot];
        if (word == 0) {
            return EMPTY;
        }
        return (word ^ hash) >>> 32 == 0 ? (int) word - 1 : OTHER;
    }

    void add(long hash, int row) {
        int slot = first(hash);
        while (slots[slot] != 0) {
            slot = next(slot);
        }
        slots[slot] = (hash & ~ROW) | (row + 1L);
        size++;
    }

    /** Takes out a row that was added under this hash. */
    void remove(long hash, int row) {
        long word = (hash & ~ROW) | (row + 1L);
        int hole = first(hash);
        while (slots[hole] != word) {
            hole = next(hole);
        }
        size--;
        for (int slot = next(hole); slots[slot] != 0; slot = next(slot)) {
            int fromHome = (slot - first(slots[slot])) & (slots.length - 1);
            int fromHole = (slot - hole) & (slots.length - 1);
            if (fromHome >= fromHole) {
                slots[hole] = slots[slot];
                hole = slot;
            }
        }
        slots[hole] = 0;
    }

    boolean isFull() {
        return size >= slots.length / 4 * 3;
    }

    /** Empties it and makes it large enough for so many rows. */
    void reset(int rows) {
        slots = new long[Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, rows * 2 - 1)) * 2)];
        size = 0;
    }

    /** Bytes it takes. */
    long memoryBytes() {
        return (long) slots.length * Long.BYTES;
    }
}
