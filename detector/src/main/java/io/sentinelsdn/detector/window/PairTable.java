package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.flow.FlowSample;
import java.util.concurrent.TimeUnit;

/**
 * Who talks UDP with whom, from sampled packets: in which direction the conversation began, when each side was last
 * seen, and how many packets per second each sends in the present window. Owned by the window thread.
 */
final class PairTable {
    /** A peer that sends at least this share of packets back makes the conversation two-way. */
    static final double ANSWERS = 0.02;

    private static final long FORGET_AFTER = TimeUnit.SECONDS.toNanos(10);

    private final KeyIndex index;
    /** Two entries a row: from the lower address, from the higher one. */
    private final long[] firstNs;

    private final long[] lastNs;
    /** When this side last took part in any conversation of the two, over UDP or an open TCP connection. */
    private final long[] talkedNs;

    private final double[] pps;
    /** The other side agreed to a stream from this one; holds while the stream goes on. */
    private final boolean[] agreed;
    /** When something last said that the pair is there, a row. */
    private final long[] keptNs;

    PairTable(int capacity, KeyedHash hash) {
        index = new KeyIndex(4, 4, capacity, hash);
        firstNs = new long[2 * capacity];
        lastNs = new long[2 * capacity];
        talkedNs = new long[2 * capacity];
        pps = new double[2 * capacity];
        agreed = new boolean[2 * capacity];
        keptNs = new long[capacity];
    }

    /** Remembers that a packet was seen; false when the table is full. */
    boolean seen(FlowSample sample) {
        int side = admit(sample);
        if (side < 0) {
            return false;
        }
        firstNs[side] = Math.min(firstNs[side], sample.timeNs);
        lastNs[side] = Math.max(lastNs[side], sample.timeNs);
        talkedNs[side] = lastNs[side];
        return true;
    }

    /** Remembers that a packet of an open TCP connection was seen; false when the table is full. */
    boolean talked(FlowSample sample) {
        int side = admit(sample);
        if (side < 0) {
            return false;
        }
        talkedNs[side] = Math.max(talkedNs[side], sample.timeNs);
        return true;
    }

    private int admit(FlowSample sample) {
        boolean fromLower = aim(sample.srcHi, sample.srcLo, sample.dstHi, sample.dstLo);
        int row = index.find();
        if (row < 0) {
            row = index.add();
            if (row < 0) {
                return -1;
            }
            firstNs[2 * row] = firstNs[2 * row + 1] = Long.MAX_VALUE;
            lastNs[2 * row] = lastNs[2 * row + 1] = Long.MIN_VALUE;
            talkedNs[2 * row] = talkedNs[2 * row + 1] = Long.MIN_VALUE;
            pps[2 * row] = pps[2 * row + 1] = 0;
            agreed[2 * row] = agreed[2 * row + 1] = false;
        }
        keptNs[row] = sample.timeNs;
        return 2 * row + (fromLower ? 0 : 1);
    }

    /**
     * Whether the receiver of a stream has agreed to it: it took part in some conversation with the sender not long
     * before the stream began, or since. What it agreed to holds as long as the stream goes on.
     */
    boolean agreesTo(long fromHi, long fromLo, long toHi, long toLo, long streamBeganNs, long nowNs) {
        int side = side(fromHi, fromLo, toHi, toLo);
        if (side < 0) {
            return false;
        }
        keptNs[side / 2] = nowNs;
        long answered = talkedNs[side ^ 1];
        agreed[side] |= answered != Long.MIN_VALUE && answered >= streamBeganNs - FORGET_AFTER;
        return agreed[side];
    }

    /** Starts a window: rates are zero again, silent pairs are forgotten. */
    void beginStep(long nowNs) {
        for (int row = 0; row < index.highWater(); row++) {
            pps[2 * row] = pps[2 * row + 1] = 0;
            if (index.live(row) && nowNs - keptNs[row] > FORGET_AFTER) {
                index.remove(row);
            }
        }
    }

    /** Adds to the rate of one direction, if the pair is known. */
    void addPps(long fromHi, long fromLo, long toHi, long toLo, double more) {
        int side = side(fromHi, fromLo, toHi, toLo);
        if (side >= 0) {
            pps[side] += more;
        }
    }

    /** Tells of each direction in which something went while nothing came back. */
    void forEachUnmatched(Unmatched action) {
        for (int row = 0; row < index.highWater(); row++) {
            if (index.live(row)) {
                double up = pps[2 * row];
                double down = pps[2 * row + 1];
                if (up > 0 && down == 0) {
                    action.accept(index.word(row, 0), index.word(row, 1), up);
                } else if (down > 0 && up == 0) {
                    action.accept(index.word(row, 2), index.word(row, 3), down);
                }
            }
        }
    }

    /** Hears of a sender and its rate to one receiver. */
    interface Unmatched {
        void accept(long fromHi, long fromLo, double pps);
    }

    /** Packets per second in this direction in the present window. */
    double pps(long fromHi, long fromLo, long toHi, long toLo) {
        int side = side(fromHi, fromLo, toHi, toLo);
        return side < 0 ? 0 : pps[side];
    }

    /** When a packet in this direction was last sampled, or {@link Long#MIN_VALUE}. */
    long lastNs(long fromHi, long fromLo, long toHi, long toLo) {
        int side = side(fromHi, fromLo, toHi, toLo);
        return side < 0 ? Long.MIN_VALUE : lastNs[side];
    }

    /** Whether the source spoke first. */
    boolean began(long fromHi, long fromLo, long toHi, long toLo) {
        int side = side(fromHi, fromLo, toHi, toLo);
        return side < 0 || firstNs[side] < firstNs[side ^ 1];
    }

    private int side(long fromHi, long fromLo, long toHi, long toLo) {
        boolean fromLower = aim(fromHi, fromLo, toHi, toLo);
        int row = index.find();
        return row < 0 ? -1 : 2 * row + (fromLower ? 0 : 1);
    }

    /** Writes the key of the pair; true when the source is the lower address. */
    private boolean aim(long fromHi, long fromLo, long toHi, long toLo) {
        boolean lower = fromHi != toHi ? fromHi < toHi : fromLo < toLo;
        long[] key = index.key();
        key[0] = lower ? fromHi : toHi;
        key[1] = lower ? fromLo : toLo;
        key[2] = lower ? toHi : fromHi;
        key[3] = lower ? toLo : fromLo;
        return lower;
    }
}
