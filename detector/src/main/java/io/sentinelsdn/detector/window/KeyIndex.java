package io.sentinelsdn.detector.window;

import java.util.Arrays;

/**
 * A bounded map from keys of a fixed number of words to row numbers; the rows themselves live in arrays of the caller.
 *
 * <p>Usage: fill {@link #key()}, then {@link #find} or {@link #add}. Nothing is allocated after construction.
 *
 * <p>Inside: linear probing over {@code slots} (row + 1, 0 = empty) at most half full, removal by backward shift; free
 * rows form a stack. The hash covers the leading {@code hashed} words only, so that rows which share them lie in one
 * run and {@link #findHashed} can ask for any of them.
 */
public final class KeyIndex {
    private final int words;
    private final int hashed;
    private final KeyedHash hash;
    private final long[] keys;
    private final int[] slots;
    private final int[] homes;
    private final int[] free;
    private final long[] scratch;
    private int freeCount;
    private int highWater;
    private int size;

    public KeyIndex(int words, int hashed, int capacity, KeyedHash hash) {
        this.words = words;
        this.hashed = hashed;
        this.hash = hash;
        keys = new long[Math.multiplyExact(words, capacity)];
        slots = new int[Integer.highestOneBit(Math.max(2, capacity) * 2 - 1) * 2];
        homes = new int[capacity];
        free = new int[capacity];
        scratch = new long[words];
        Arrays.fill(homes, -1);
    }

    /** The words to look for; owned by the index, written by the caller before each call. */
    public long[] key() {
        return scratch;
    }

    /** The row of the key, or -1. */
    public int find() {
        return find(words);
    }

    /** A row that has the leading (hashed) words of the key, or -1. */
    public int findHashed() {
        return find(hashed);
    }

    private int find(int compared) {
        int mask = slots.length - 1;
        for (int slot = home(); slots[slot] != 0; slot = (slot + 1) & mask) {
            int row = slots[slot] - 1;
            int base = row * words;
            if (Arrays.equals(keys, base, base + compared, scratch, 0, compared)) {
                return row;
            }
        }
        return -1;
    }

    /** Adds the key, which must not be present; the new row, or -1 when full. */
    public int add() {
        if (size == homes.length) {
            return -1;
        }
        int row = freeCount > 0 ? free[--freeCount] : highWater++;
        System.arraycopy(scratch, 0, keys, row * words, words);
        int mask = slots.length - 1;
        int slot = home();
        homes[row] = slot;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = row + 1;
        size++;
        return row;
    }

    /** Takes a live row out. */
    public void remove(int row) {
        int mask = slots.length - 1;
        int hole = homes[row];
        while (slots[hole] != row + 1) {
            hole = (hole + 1) & mask;
        }
        homes[row] = -1;
        free[freeCount++] = row;
        size--;
        for (int next = (hole + 1) & mask; slots[next] != 0; next = (next + 1) & mask) {
            int home = homes[slots[next] - 1];
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                slots[hole] = slots[next];
                hole = next;
            }
        }
        slots[hole] = 0;
    }

    /** Forgets all rows. */
    public void clear() {
        if (size > 0) {
            Arrays.fill(slots, 0);
            Arrays.fill(homes, 0, highWater, -1);
        }
        freeCount = 0;
        highWater = 0;
        size = 0;
    }

    /** Rows below this number may be live. */
    public int highWater() {
        return highWater;
    }

    public boolean live(int row) {
        return homes[row] >= 0;
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return homes.length;
    }

    /** A word of the key of a row. */
    public long word(int row, int word) {
        return keys[row * words + word];
    }

    private int home() {
        return (int) hash.of(scratch, hashed) & (slots.length - 1);
    }
}
