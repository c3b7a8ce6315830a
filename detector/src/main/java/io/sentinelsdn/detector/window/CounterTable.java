package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.flow.FlowSample;
import java.util.concurrent.TimeUnit;

/**
 * The exact counters of the monitor tables and ports: initial SYNs, misses, coarse entries, port counters. Readings are
 * kept for about three seconds, so that a rate can be asked over a sliding second however irregular the polls are.
 *
 * <p>Totals kept here only grow: an entry that was created anew (its counters or its age went down) adds what it has
 * counted since; one whose counters went down without that starts from what it shows. Counters of all ones mean "not
 * supported" and are ignored. Readings of the same moment are one: a port's SYN counter comes as two running sums.
 *
 * <p>Owned by the window thread.
 */
public final class CounterTable {
    private static final int READINGS = 12;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** Polls are late or a little early; a base this old counts as a second ago. */
    private static final long NEARLY_SECOND = SECOND * 9 / 10;

    /** Readings so close came in one reply. */
    private static final long ONE_REPLY = SECOND / 50;

    /** Readings closer than this to the one before are replaced by the next one. */
    private static final long SPACING = SECOND / 5;

    private static final long STALE_AFTER = 2 * SECOND;
    private static final long FORGET_AFTER = 10 * SECOND;

    private final KeyIndex index;
    private final long[] timeNs;
    private final long[] packets;
    private final long[] bytes;
    private final int[] readings;
    private final long[] rawPackets;
    private final long[] rawBytes;
    private final long[] rawAgeNs;
    private final long[] createdNs;
    /** When the total so far was taken for old. */
    private final long[] baselineNs;

    private final int[] sampled;
    /** Those of them of the last second. */
    private final int[] sampledLately;

    public CounterTable(int capacity, KeyedHash hash) {
        index = new KeyIndex(4, 4, capacity, hash);
        timeNs = new long[capacity * READINGS];
        packets = new long[capacity * READINGS];
        bytes = new long[capacity * READINGS];
        readings = new int[capacity];
        rawPackets = new long[capacity];
        rawBytes = new long[capacity];
        rawAgeNs = new long[capacity];
        createdNs = new long[capacity];
        baselineNs = new long[capacity];
        sampled = new int[capacity];
        sampledLately = new int[capacity];
    }

    /** Takes a reading; false when it was dropped because the table is full. */
    public boolean update(FlowSample sample) {
        if (sample.packets == -1) {
            return true;
        }
        boolean coarse = sample.kind == FlowSample.Kind.COARSE;
        int row = coarse
                ? findCoarse(sample.dpid, sample.inPort, sample.protocol, sample.dstHi, sample.dstLo)
                : find(sample.kind, sample.dpid, sample.inPort);
        if (row < 0) {
            row = index.add();
            if (row < 0) {
                return false;
            }
            start(row, sample);
        } else {
            append(row, sample);
        }
        return true;
    }

    private void start(int row, FlowSample sample) {
        readings[row] = 0;
        sampled[row] = sampledLately[row] = 0;
        boolean young = sample.kind != FlowSample.Kind.PORT && sample.durationNs > 0 && sample.durationNs < STALE_AFTER;
        createdNs[row] = sample.timeNs - sample.durationNs;
        baselineNs[row] = young ? sample.timeNs - SECOND : sample.timeNs;
        if (young) {
            put(row, createdNs[row], 0, 0);
            put(row, sample.timeNs, sample.packets, Math.max(0, sample.bytes));
        } else {
            put(row, sample.timeNs, 0, 0);
        }
        remember(row, sample);
    }

    private void append(int row, FlowSample sample) {
        int last = at(row, readings[row] - 1);
        long sinceLast = sample.timeNs - timeNs[last];
        if (sinceLast < 0) {
            return;
        }
        long morePackets = sample.packets - rawPackets[row];
        long moreBytes = Math.max(0, Math.max(0, sample.bytes) - rawBytes[row]);
        if (sample.timeNs - baselineNs[row] < ONE_REPLY) {
            morePackets = 0;
            moreBytes = 0;
        } else if (morePackets < 0 || isYounger(row, sample)) {
            createdNs[row] = sample.timeNs - sample.durationNs;
            boolean recreated = sample.durationNs > 0 && sample.durationNs <= sinceLast + STALE_AFTER;
            morePackets = recreated ? sample.packets : 0;
            moreBytes = recreated ? Math.max(0, sample.bytes) : 0;
            baselineNs[row] = recreated ? baselineNs[row] : sample.timeNs;
        }
        long packetTotal = packets[last] + morePackets;
        long byteTotal = bytes[last] + moreBytes;
        if (sinceLast < ONE_REPLY || isCloseToTheOneBefore(row)) {
            readings[row]--;
        }
        put(row, sample.timeNs, packetTotal, byteTotal);
        remember(row, sample);
    }

    /** However often is polled, the readings that are kept span more than two seconds. */
    private boolean isCloseToTheOneBefore(int row) {
        int count = readings[row];
        return count >= 2 && timeNs[at(row, count - 1)] - timeNs[at(row, count - 2)] < SPACING;
    }

    /** The SYN counter of a port is the sum of two entries, whose ages say nothing about each other. */
    private boolean isYounger(int row, FlowSample sample) {
        boolean oneEntry = sample.kind == FlowSample.Kind.COARSE || sample.kind == FlowSample.Kind.MISS_COUNT;
        return oneEntry && sample.durationNs + SECOND / 10 < rawAgeNs[row];
    }

    private void remember(int row, FlowSample sample) {
        rawPackets[row] = sample.packets;
        rawBytes[row] = Math.max(0, sample.bytes);
        rawAgeNs[row] = sample.durationNs;
    }

    private void put(int row, long time, long packetTotal, long byteTotal) {
        int slot = at(row, readings[row]++);
        timeNs[slot] = time;
        packets[slot] = packetTotal;
        bytes[slot] = byteTotal;
    }

    private static int at(int row, int reading) {
        return row * READINGS + reading % READINGS;
    }

    /** The row of a port's counters of this kind (not coarse), or -1. */
    public int find(FlowSample.Kind kind, long dpid, int inPort) {
        return find(code(kind), dpid, inPort, 0, 0, 0);
    }

    /** The row of a coarse entry, or -1. */
    public int findCoarse(long dpid, int inPort, int protocol, long dstHi, long dstLo) {
        return find(code(FlowSample.Kind.COARSE), dpid, inPort, protocol, dstHi, dstLo);
    }

    private int find(int kind, long dpid, int inPort, int protocol, long dstHi, long dstLo) {
        long[] key = index.key();
        key[0] = dpid;
        key[1] = (long) inPort << 32 | kind << 16 | protocol;
        key[2] = dstHi;
        key[3] = dstLo;
        return index.find();
    }

    private static int code(FlowSample.Kind kind) {
        return switch (kind) {
            case COARSE -> 1;
            case SYN_COUNT -> 2;
            case MISS_COUNT -> 3;
            case PORT -> 4;
            default -> throw new IllegalArgumentException("no counter of its own: " + kind);
        };
    }

    /** Packets per second over the last second of readings; 0 when there was none lately. */
    public double pps(int row, long nowNs) {
        return rate(packets, row, nowNs, NEARLY_SECOND);
    }

    /** Packets per second over the last two seconds. */
    public double slowPps(int row, long nowNs) {
        return rate(packets, row, nowNs, 2 * NEARLY_SECOND);
    }

    public double bps(int row, long nowNs) {
        return 8 * rate(bytes, row, nowNs, NEARLY_SECOND);
    }

    private double rate(long[] totals, int row, long nowNs, long spanNs) {
        int count = readings[row];
        int newest = at(row, count - 1);
        if (nowNs - timeNs[newest] > STALE_AFTER || count < 2) {
            return 0;
        }
        int base = newest;
        for (int i = count - 2; i >= Math.max(0, count - READINGS); i--) {
            base = at(row, i);
            if (timeNs[newest] - timeNs[base] >= spanNs) {
                break;
            }
        }
        long elapsed = Math.max(timeNs[newest] - timeNs[base], Math.max(spanNs, SECOND));
        return (totals[newest] - totals[base]) * (double) SECOND / elapsed;
    }

    public boolean fresh(int row, long nowNs) {
        return nowNs - timeNs[at(row, readings[row] - 1)] <= STALE_AFTER;
    }

    /** When the entry was created, on the scale of {@link FlowSample#timeNs}. */
    public long createdNs(int row) {
        return createdNs[row];
    }

    /** How many packets of the present window were sampled under this counter. */
    public int sampled(int row) {
        return sampled[row];
    }

    void countSample(int row, boolean lately) {
        sampled[row]++;
        sampledLately[row] += lately ? 1 : 0;
    }

    /**
     * Packets per second that each sample under this counter stands for. What was sampled within a second has come for
     * certain, also when the counter does not show it yet: switches refresh theirs every half second.
     */
    double perSample(int row, long nowNs) {
        return Math.max(pps(row, nowNs), sampledLately[row]) / sampled[row];
    }

    /** The same over two seconds, or one, whichever is more. */
    double perSampleAtMost(int row, long nowNs) {
        return Math.max(perSample(row, nowNs), slowPps(row, nowNs) / sampled[row]);
    }

    /** Starts a window and forgets counters that nobody reports any more. */
    void beginStep(long nowNs) {
        for (int row = 0; row < index.highWater(); row++) {
            sampled[row] = sampledLately[row] = 0;
            if (index.live(row) && nowNs - timeNs[at(row, readings[row] - 1)] > FORGET_AFTER) {
                index.remove(row);
            }
        }
    }

    int highWater() {
        return index.highWater();
    }

    /** Whether the row is a live coarse entry. */
    boolean isCoarse(int row) {
        return isKind(row, FlowSample.Kind.COARSE);
    }

    boolean isKind(int row, FlowSample.Kind kind) {
        return index.live(row) && ((int) index.word(row, 1) >> 16) == code(kind);
    }

    long dpid(int row) {
        return index.word(row, 0);
    }

    int inPort(int row) {
        return (int) (index.word(row, 1) >> 32);
    }

    int protocol(int row) {
        return (int) index.word(row, 1) & 0xffff;
    }

    long dstHi(int row) {
        return index.word(row, 2);
    }

    long dstLo(int row) {
        return index.word(row, 3);
    }
}
