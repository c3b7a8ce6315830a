package io.sentinelsdn.detector.window;

/**
 * Whether a host answers UDP, when pairs are too small for their answers to be among the samples: a name server with a
 * thousand clients answers each of them once, and one in five answers is sampled. Then what is received from such pairs
 * is set against what is sent to peers of which nothing was seen; the rest is unanswered. Owned by the window thread.
 */
final class UdpBalance {
    /** Estimates of both sides err; so much more than was seen may have been sent. */
    private static final double ALLOWANCE = 1.25;
    /** A pair of which so many answers should be among the samples, and none is, is not answered. */
    private static final double WOULD_SHOW = 5;
    /** Even a talkative answerer leaves out every other one. */
    private static final double ANSWERS_AT_LEAST = 0.5;
    /** A larger stream is no answer to small ones. */
    private static final double SMALL_PPS = 100;

    private final KeyIndex index;
    private final double[] sentPps;
    private final int[] sentSamples;
    private final double[] unmatchedPps;
    private final double[] receivedPps;

    UdpBalance(int capacity, KeyedHash hash) {
        index = new KeyIndex(2, 2, capacity, hash);
        sentPps = new double[capacity];
        sentSamples = new int[capacity];
        unmatchedPps = new double[capacity];
        receivedPps = new double[capacity];
    }

    void clear() {
        index.clear();
    }

    /** One sampled packet of this sender stands for so many per second. */
    void sent(long hi, long lo, double pps) {
        int row = row(hi, lo);
        if (row >= 0) {
            sentPps[row] += pps;
            sentSamples[row]++;
        }
    }

    /** This sender sends to a peer of which nothing was seen. */
    void unmatched(long hi, long lo, double pps) {
        int row = row(hi, lo);
        if (row >= 0 && pps <= SMALL_PPS) {
            unmatchedPps[row] += pps;
        }
    }

    /** This host receives from a pair too small to judge. */
    void received(long hi, long lo, double pps) {
        int row = row(hi, lo);
        if (row >= 0) {
            receivedPps[row] += pps;
        }
    }

    /** Whether answers to a pair of this rate would be among the samples of what the host sends. */
    boolean wouldShow(double pairPps, long hi, long lo) {
        int row = find(hi, lo);
        return row < 0
                || sentSamples[row] == 0
                || ANSWERS_AT_LEAST * pairPps * sentSamples[row] / sentPps[row] >= WOULD_SHOW;
    }

    /** The share of what small pairs send to this host that it leaves unanswered, in [0, 1]. */
    double unansweredShare(long hi, long lo) {
        int row = find(hi, lo);
        if (row < 0 || receivedPps[row] <= 0) {
            return 1;
        }
        return Math.max(0, 1 - ALLOWANCE * unmatchedPps[row] / receivedPps[row]);
    }

    private int find(long hi, long lo) {
        long[] key = index.key();
        key[0] = hi;
        key[1] = lo;
        return index.find();
    }

    private int row(long hi, long lo) {
        int row = find(hi, lo);
        if (row < 0) {
            row = index.add();
            if (row >= 0) {
                sentPps[row] = unmatchedPps[row] = receivedPps[row] = 0;
                sentSamples[row] = 0;
            }
        }
        return row;
    }
}
