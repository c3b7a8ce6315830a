package io.sentinelsdn.detector.window;

import java.util.Arrays;

/**
 * How many web connections a second clients of each destination make: how many clients there are, told from how often the
 * same ones are sampled, and what a busy one of them usually makes. Bounded; what finds no place is left out.
 *
 * <p>Owned by the window thread.
 */
final class WebClients {
    /** From here on a source opens many connections a second to one server, wherever less is usual. */
    static final double MANY = 15;

    /** So many times what a busy client usually makes is far above it. */
    private static final double FAR = 3;

    /** Whoever makes more is never usual. */
    private static final double MOST_USUAL = 20;

    /** Clients of a crowd make a connection now and then; those of a flood go on and on. */
    private static final double RESTLESS = 3;

    /** So many samples of clients seen before are no chance. */
    private static final int AGAIN = 10;
    /** One busy client does not speak for the others. */
    private static final int MOST_SEEN = 3;

    private static final int HOSTS = 2048;
    private static final int KNOWN = 4096;
    private static final double QUANTILE = 0.95;

    private final KeyIndex present;
    private final double[] pps = new double[HOSTS];
    private final int[] samples = new int[HOSTS];
    private final int[] clients = new int[HOSTS];
    private final KeyIndex known;
    private final double[] usual = new double[KNOWN];

    WebClients(KeyedHash hash) {
        present = new KeyIndex(2, 2, HOSTS, hash);
        known = new KeyIndex(2, 2, KNOWN, hash);
        Arrays.fill(usual, 0);
    }

    void clear() {
        present.clear();
    }

    /** Adds a client of the present window: its connections a second and of how many samples that is known. */
    void add(long dstHi, long dstLo, double connections, int seen) {
        int row = row(present, dstHi, dstLo);
        if (row < 0) {
            row = present.add();
            if (row < 0) {
                return;
            }
            pps[row] = samples[row] = clients[row] = 0;
        }
        pps[row] += connections;
        samples[row] += Math.min(seen, MOST_SEEN);
        clients[row]++;
    }

    /** Connections a second by clients that go on and on, however many they are; 0 where it may be a crowd of guests. */
    double restless(long dstHi, long dstLo) {
        int row = row(present, dstHi, dstLo);
        if (row < 0 || samples[row] - clients[row] < AGAIN) {
            return 0;
        }
        return pps[row] / number(samples[row], clients[row]) >= RESTLESS ? pps[row] : 0;
    }

    /** How many clients there are if so many samples show so many different ones: d = n (1 - exp(-s / n)). */
    static double number(int samples, int different) {
        if (different >= samples) {
            return Double.MAX_VALUE;
        }
        double low = different;
        double high = 1e7;
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            if (middle * -Math.expm1(-samples / middle) < different) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Connections a second that are far above what a busy client of this destination usually makes. */
    double many(long dstHi, long dstLo) {
        int row = row(known, dstHi, dstLo);
        return row < 0 ? MANY : Math.max(MANY, FAR * usual[row]);
    }

    /** Learns from a client in calm time: the 95th percentile, by stochastic approximation. */
    void learn(long dstHi, long dstLo, double connections) {
        int row = row(known, dstHi, dstLo);
        if (row < 0) {
            if (connections < 1) {
                return;
            }
            row = known.add();
            if (row < 0) {
                return;
            }
            usual[row] = 0;
        }
        double step = Math.max(0.5, 0.05 * usual[row]);
        double moved = usual[row] + step * (connections > usual[row] ? QUANTILE : QUANTILE - 1);
        usual[row] = Math.max(0, Math.min(MOST_USUAL, moved));
    }

    private static int row(KeyIndex index, long hi, long lo) {
        index.key()[0] = hi;
        index.key()[1] = lo;
        return index.find();
    }
}
