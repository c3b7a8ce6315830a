package io.sentinelsdn.detector.window;

import java.util.concurrent.TimeUnit;

/**
 * What pairs of hosts say to each other over TCP in the present window, by its samples: bounded, made anew with each
 * window; what finds no place is left out. Owned by the window thread.
 */
final class TcpPairs {
    static final int CAPACITY = 8192;
    private static final long EIGHTH_NS = TimeUnit.SECONDS.toNanos(1) / 8;

    private final KeyIndex index;
    private final double[] synPps = new double[CAPACITY];
    private final double[] firstTriesPps = new double[CAPACITY];
    private final double[] webSynPps = new double[CAPACITY];
    private final double[] otherPps = new double[CAPACITY];
    private final int[] syns = new int[CAPACITY];
    /** In which eighths of a second initial SYNs were sampled, as bits; a window has twelve. */
    private final int[] synEighths = new int[CAPACITY];

    private final int[] others = new int[CAPACITY];
    private final long[] dpids = new long[CAPACITY];
    private final int[] inPorts = new int[CAPACITY];

    TcpPairs(KeyedHash hash) {
        index = new KeyIndex(4, 4, CAPACITY, hash);
    }

    void clear() {
        index.clear();
    }

    /** The row of a pair, added if need be; -1 when full. */
    int row(long srcHi, long srcLo, long dstHi, long dstLo, long dpid, int inPort) {
        int row = find(srcHi, srcLo, dstHi, dstLo);
        if (row < 0) {
            row = index.add();
            if (row >= 0) {
                synPps[row] = firstTriesPps[row] = webSynPps[row] = otherPps[row] = 0;
                syns[row] = others[row] = 0;
                synEighths[row] = 0;
                dpids[row] = dpid;
                inPorts[row] = inPort;
            }
        }
        return row;
    }

    int find(long srcHi, long srcLo, long dstHi, long dstLo) {
        long[] key = index.key();
        key[0] = srcHi;
        key[1] = srcLo;
        key[2] = dstHi;
        key[3] = dstLo;
        return index.find();
    }

    /** Adds initial SYNs: all, those of them to ports that were hardly tried before, and those to web ports. */
    void syn(int row, double pps, double firstTries, double web, long atNs) {
        syns[row]++;
        synEighths[row] |= 1 << (int) (atNs / EIGHTH_NS & 31);
        synPps[row] += pps;
        firstTriesPps[row] += firstTries;
        webSynPps[row] += web;
    }

    void other(int row, double pps) {
        others[row]++;
        otherPps[row] += pps;
    }

    int size() {
        return index.size();
    }

    /** How many initial SYNs were sampled. */
    int syns(int row) {
        return syns[row];
    }

    /** In how many eighths of a second they were sampled. */
    int synEighths(int row) {
        return Integer.bitCount(synEighths[row]);
    }

    double synPps(int row) {
        return synPps[row];
    }

    double firstTriesPps(int row) {
        return firstTriesPps[row];
    }

    double webSynPps(int row) {
        return webSynPps[row];
    }

    /** Packets per second that are neither initial SYNs nor resets. */
    double otherPps(int row) {
        return otherPps[row];
    }

    /** Whether connections went on, as the packets themselves tell, whatever they stand for. */
    boolean wentOn(int row) {
        return 2 * others[row] >= syns[row];
    }

    long dpid(int row) {
        return dpids[row];
    }

    int inPort(int row) {
        return inPorts[row];
    }

    /** A word of the key: source (0, 1), destination (2, 3). */
    long word(int row, int word) {
        return index.word(row, word);
    }
}
