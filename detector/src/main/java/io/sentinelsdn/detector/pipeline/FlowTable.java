package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.window.Headers;
import io.sentinelsdn.detector.window.KeyIndex;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.IpProto;
import java.util.concurrent.TimeUnit;

/**
 * The five-tuple flows of one shard, in flat arrays: totals, and rates over about the last second of readings, by the
 * time of the readings. Bounded; when it is full a silent flow makes place, or else the quietest of a few.
 *
 * <p>Totals only grow: an entry that was created anew (counters or age went down) adds what it has counted since.
 * Counters of all ones mean "not supported" and are ignored. Nothing is allocated per sample.
 *
 * <p>Inside: a rate spans from the newest reading back to the one before ({@code mid}) or, when polls are fast, to the
 * one before that ({@code prev}); switches refresh counters only every half second, so less than that says nothing.
 *
 * <p>Owned by the shard thread.
 */
final class FlowTable {
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** So long after its creation a flow counts as young. */
    static final long YOUNG = 3 * SECOND;
    /** Packets that one young connection can vouch for, per second. */
    private static final int VOUCHES = 8;

    private static final long BASE_AGE = SECOND * 3 / 4;
    /** Nearly a second of exact counting. */
    static final long FULL_SECOND = SECOND * 9 / 10;

    private static final long RATE_AT_LEAST_EVERY = SECOND * 6 / 10;
    private static final long FORGET_AFTER = 30 * SECOND;
    private static final int LOOK_AT = 16;

    private final KeyIndex index;
    private final long[] createdNs;
    private final long[] lastNs;
    private final long[] intervalNs;
    private final long[] spanNs;
    private final long[] ratedNs;
    private final long[] prevNs;
    private final long[] prevPackets;
    private final long[] prevBytes;
    private final long[] midNs;
    private final long[] midPackets;
    private final long[] midBytes;
    private final long[] packets;
    private final long[] bytes;
    private final long[] rawPackets;
    private final long[] rawBytes;
    private final long[] rawAgeNs;
    private final double[] pps;
    private final double[] bps;
    private final float[] vouched;
    private final float[] previousPps;
    private final float[] previousSize;
    private final boolean[] ended;
    private int hand;
    private long evicted;

    FlowTable(int capacity, KeyedHash hash) {
        index = new KeyIndex(7, 5, capacity, hash);
        createdNs = new long[capacity];
        lastNs = new long[capacity];
        intervalNs = new long[capacity];
        spanNs = new long[capacity];
        ratedNs = new long[capacity];
        prevNs = new long[capacity];
        prevPackets = new long[capacity];
        prevBytes = new long[capacity];
        midNs = new long[capacity];
        midPackets = new long[capacity];
        midBytes = new long[capacity];
        packets = new long[capacity];
        bytes = new long[capacity];
        rawPackets = new long[capacity];
        rawBytes = new long[capacity];
        rawAgeNs = new long[capacity];
        pps = new double[capacity];
        bps = new double[capacity];
        vouched = new float[capacity];
        previousPps = new float[capacity];
        previousSize = new float[capacity];
        ended = new boolean[capacity];
    }

    /** Takes a FLOW or FLOW_END sample. */
    void update(FlowSample sample) {
        if (sample.packets == -1) {
            return;
        }
        aim(sample);
        int row = index.find();
        if (row < 0) {
            row = index.add();
            if (row < 0) {
                evict(sample.timeNs);
                aim(sample);
                row = index.add();
            }
            start(row, sample);
        } else {
            append(row, sample);
        }
        ended[row] = sample.kind == FlowSample.Kind.FLOW_END;
    }

    private void aim(FlowSample sample) {
        aim(sample.srcHi, sample.srcLo, sample.srcPort, sample.dstHi, sample.dstLo, sample.dstPort, sample.protocol);
        index.key()[5] = sample.dpid;
        index.key()[6] = sample.inPort;
    }

    private void aim(long srcHi, long srcLo, int srcPort, long dstHi, long dstLo, int dstPort, int protocol) {
        long[] key = index.key();
        key[0] = srcHi;
        key[1] = srcLo;
        key[2] = dstHi;
        key[3] = dstLo;
        key[4] = (long) protocol << 32 | (srcPort & 0xffffL) << 16 | (dstPort & 0xffffL);
    }

    private void start(int row, FlowSample sample) {
        long now = sample.timeNs;
        createdNs[row] = now - sample.durationNs;
        intervalNs[row] = SECOND;
        packets[row] = sample.packets;
        bytes[row] = Math.max(0, sample.bytes);
        previousPps[row] = Float.NaN;
        previousSize[row] = Float.NaN;
        boolean young = sample.durationNs < YOUNG;
        prevNs[row] = midNs[row] = young ? createdNs[row] : now;
        prevPackets[row] = midPackets[row] = young ? 0 : packets[row];
        prevBytes[row] = midBytes[row] = young ? 0 : bytes[row];
        rate(row, prevNs[row], prevPackets[row], prevBytes[row], now);
        shift(row, now);
        remember(row, sample);
    }

    private void append(int row, FlowSample sample) {
        long now = sample.timeNs;
        if (now <= lastNs[row]) {
            return;
        }
        boolean anew = sample.packets < rawPackets[row] || sample.durationNs + SECOND / 10 < rawAgeNs[row];
        if (anew) {
            createdNs[row] = now - sample.durationNs;
        }
        packets[row] += anew ? sample.packets : sample.packets - rawPackets[row];
        bytes[row] += anew || sample.bytes < rawBytes[row] ? Math.max(0, sample.bytes) : sample.bytes - rawBytes[row];
        intervalNs[row] = now - lastNs[row];
        if (now - midNs[row] < BASE_AGE) {
            rateAgain(row, prevNs[row], prevPackets[row], prevBytes[row], now);
        } else {
            rateAgain(row, midNs[row], midPackets[row], midBytes[row], now);
        }
        shift(row, now);
        remember(row, sample);
    }

    /** Makes this reading a base for those to come, if the last one is old enough. */
    private void shift(int row, long now) {
        if (now - midNs[row] >= SECOND / 2) {
            prevNs[row] = midNs[row];
            prevPackets[row] = midPackets[row];
            prevBytes[row] = midBytes[row];
            midNs[row] = now;
            midPackets[row] = packets[row];
            midBytes[row] = bytes[row];
        }
    }

    /** Less than a second says little, since switches refresh counters by half seconds: the last rate still holds. */
    private void rateAgain(int row, long baseNs, long basePackets, long baseBytes, long now) {
        boolean young = now - createdNs[row] < SECOND;
        if (young || now - baseNs >= FULL_SECOND || now - ratedNs[row] >= RATE_AT_LEAST_EVERY) {
            previousPps[row] = (float) pps[row];
            previousSize[row] = pps[row] > 0 ? (float) (bps[row] / 8 / pps[row]) : Float.NaN;
            rate(row, baseNs, basePackets, baseBytes, now);
        }
    }

    private void rate(int row, long baseNs, long basePackets, long baseBytes, long now) {
        long more = packets[row] - basePackets;
        spanNs[row] = now - baseNs;
        ratedNs[row] = now;
        long shortest = now - createdNs[row] < SECOND ? SECOND : BASE_AGE;
        double perSecond = SECOND / (double) Math.max(shortest, spanNs[row]);
        pps[row] = more * perSecond;
        bps[row] = (bytes[row] - baseBytes) * 8 * perSecond;
        boolean young = now - createdNs[row] <= YOUNG;
        vouched[row] = young ? (float) (Math.min(more, VOUCHES) * perSecond) : 0;
    }

    private void remember(int row, FlowSample sample) {
        lastNs[row] = sample.timeNs;
        rawPackets[row] = sample.packets;
        rawBytes[row] = Math.max(0, sample.bytes);
        rawAgeNs[row] = sample.durationNs;
    }

    /** Takes out a silent flow, or the quietest of a few. */
    private void evict(long now) {
        int victim = -1;
        for (int i = 0; i < LOOK_AT; i++) {
            hand = (hand + 1) % index.capacity();
            if (victim < 0 || livePps(hand, now) < livePps(victim, now)) {
                victim = hand;
            }
        }
        index.remove(victim);
        evicted++;
    }

    /** Forgets flows that ended or fell silent. */
    void expire(long nowNs) {
        for (int row = 0; row < index.highWater(); row++) {
            if (index.live(row) && nowNs - lastNs[row] > (ended[row] ? 2 * SECOND : FORGET_AFTER)) {
                index.remove(row);
            }
        }
    }

    /**
     * Packets per second, 0 when polls stopped telling. A flow whose entry was removed fades out over a second, as fast
     * as the counter that takes over fades in.
     */
    double livePps(int row, long nowNs) {
        if (!isCurrent(row, nowNs)) {
            return 0;
        }
        return ended[row] ? pps[row] * Math.max(0, 1 - (nowNs - lastNs[row]) / (double) SECOND) : pps[row];
    }

    /** Whether the rates still hold: the next poll is not overdue. */
    boolean isCurrent(int row, long nowNs) {
        long hold = ended[row] ? SECOND : Math.max(SECOND * 5 / 4, Math.min(5 * SECOND, 2 * intervalNs[row]));
        return nowNs - lastNs[row] <= hold;
    }

    /** The row of the flow in the other direction, or -1; for ICMP that of the answers or the requests. */
    int reverse(int row) {
        if (IpProto.isIcmp(protocol(row))) {
            int type = Headers.icmpCounterpart(protocol(row), srcPort(row));
            if (type < 0) {
                return -1;
            }
            aim(dstHi(row), dstLo(row), type, srcHi(row), srcLo(row), dstPort(row), protocol(row));
            return index.findHashed();
        }
        aim(dstHi(row), dstLo(row), dstPort(row), srcHi(row), srcLo(row), srcPort(row), protocol(row));
        return index.findHashed();
    }

    int highWater() {
        return index.highWater();
    }

    boolean live(int row) {
        return index.live(row);
    }

    int size() {
        return index.size();
    }

    /** How many flows lost their place since the last call. */
    long takeEvicted() {
        long count = evicted;
        evicted = 0;
        return count;
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

    int protocol(int row) {
        return (int) (index.word(row, 4) >>> 32);
    }

    int srcPort(int row) {
        return (int) (index.word(row, 4) >>> 16) & 0xffff;
    }

    int dstPort(int row) {
        return (int) index.word(row, 4) & 0xffff;
    }

    long dpid(int row) {
        return index.word(row, 5);
    }

    int inPort(int row) {
        return (int) index.word(row, 6);
    }

    long packets(int row) {
        return packets[row];
    }

    long bytes(int row) {
        return bytes[row];
    }

    double pps(int row) {
        return pps[row];
    }

    double bps(int row) {
        return bps[row];
    }

    /** Packets per second that this flow, while it is young, counts for a living connection. */
    double vouchedPps(int row) {
        return vouched[row];
    }

    /** How long the readings span from which the rates come. */
    long spanNs(int row) {
        return spanNs[row];
    }

    long createdNs(int row) {
        return createdNs[row];
    }

    long lastNs(int row) {
        return lastNs[row];
    }

    float previousPps(int row) {
        return previousPps[row];
    }

    float previousSize(int row) {
        return previousSize[row];
    }
}
