package io.sentinelsdn.detector.window;

/**
 * How many open but nearly silent web connections each pair of hosts has: bounded, made anew with each window. What
 * finds no place is left out. Not thread-safe: it has one owner at a time.
 */
public final class PairCounts {
    private static final int CAPACITY = 1024;

    private final KeyIndex index;
    private final int[] counts = new int[CAPACITY];
    private final int[] inPorts = new int[CAPACITY];
    private final long[] dpids = new long[CAPACITY];

    public PairCounts(KeyedHash hash) {
        index = new KeyIndex(4, 4, CAPACITY, hash);
    }

    /** Counts so many more connections from a client, which enters at this port, to a server. */
    public void add(long srcHi, long srcLo, long dstHi, long dstLo, long dpid, int inPort, int more) {
        long[] key = index.key();
        key[0] = srcHi;
        key[1] = srcLo;
        key[2] = dstHi;
        key[3] = dstLo;
        int row = index.find();
        if (row < 0) {
            row = index.add();
            if (row < 0) {
                return;
            }
            counts[row] = 0;
            dpids[row] = dpid;
            inPorts[row] = inPort;
        }
        counts[row] += more;
    }

    /** Adds what the other counted. */
    public void addAll(PairCounts other) {
        for (int row = 0; row < other.index.highWater(); row++) {
            add(
                    other.index.word(row, 0),
                    other.index.word(row, 1),
                    other.index.word(row, 2),
                    other.index.word(row, 3),
                    other.dpids[row],
                    other.inPorts[row],
                    other.counts[row]);
        }
    }

    public void clear() {
        index.clear();
    }

    int size() {
        return index.size();
    }

    int count(int row) {
        return counts[row];
    }

    long dpid(int row) {
        return dpids[row];
    }

    int inPort(int row) {
        return inPorts[row];
    }

    long srcHi(int row) {
        return index.word(row, 0);
    }

    long srcLo(int row) {
        return index.word(row, 1);
    }

    long dstHi(int row) {
        return index.word(row, 2);
    }

    long dstLo(int row) {
        return index.word(row, 3);
    }
}
