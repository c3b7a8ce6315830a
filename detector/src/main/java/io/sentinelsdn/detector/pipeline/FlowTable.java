package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.window.Headers;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.domain.net.IpProto;

/**
 * The five-tuple flows of one shard, by switch and port where they were counted. Bounded; when it is full, flows of a
 * single packet are only counted ({@link StrayFlows}), and for others a flow of one packet makes place, or else the
 * quietest of a few. Grows with the number of flows, allocates nothing per sample.
 *
 * <p>Counters of all ones mean "not supported" and are ignored.
 *
 * <p>Inside: a switch reports its entries in the same order again and again, so each row remembers which one followed
 * it, and {@link Reader} looks there first. Only a sample that is not found there goes by hash: {@code byFlow} has both
 * directions of a flow, at whatever switch and port, under one hash.
 *
 * <p>Owned by the shard thread.
 */
final class FlowTable {
    static final long SECOND = FlowRates.SECOND;

    private static final long FORGET_AFTER = 30 * SECOND;
    private static final int LOOK_AT = 16;

    private final FlowRows rows;
    private final KeyedHash hash;
    private final RowIndex byFlow = new RowIndex();
    private final StrayFlows strays;
    private int hand;
    private long evicted;
    private long searched;

    FlowTable(int capacity, KeyedHash hash) {
        this.hash = hash;
        rows = new FlowRows(capacity);
        strays = new StrayFlows(hash);
    }

    /** Takes the FLOW and FLOW_END samples of one producer, in their order. */
    final class Reader implements SampleRing.Reader {
        private int last = -1;

        @Override
        public void read(long[] sample, int from) {
            if (sample[from + SampleWords.PACKETS] == -1) {
                return;
            }
            int row = last < 0 ? -1 : rows.successor(last);
            if (row < 0 || row >= rows.highWater() || !rows.matches(row, sample, from)) {
                row = find(sample, from);
            }
            if (row >= 0) {
                FlowRates.append(rows.chunk(row), FlowRows.at(row), sample, from);
            } else if (sample[from + SampleWords.PACKETS] <= 1 && rows.isFull()) {
                strays.add(sample, from);
                last = -1;
                return;
            } else {
                row = add(sample, from);
            }
            if (last >= 0) {
                rows.successor(last, row);
            }
            last = row;
        }
    }

    private int find(long[] sample, int from) {
        searched++;
        long hashed = sample[from + SampleWords.HASH];
        int row;
        for (int slot = byFlow.first(hashed);
                (row = byFlow.row(slot, hashed)) != RowIndex.EMPTY;
                slot = byFlow.next(slot)) {
            if (row >= 0 && rows.matches(row, sample, from)) {
                return row;
            }
        }
        return -1;
    }

    private int add(long[] sample, int from) {
        int row = rows.take();
        if (row < 0) {
            evict(sample[from + SampleWords.TIME]);
            row = rows.take();
        }
        long[] words = rows.chunk(row);
        int at = FlowRows.at(row);
        words[at + FlowRows.INTERVAL_NEXT] = FlowRows.pair(0, row + 1);
        FlowRates.start(words, at, sample, from);
        if (byFlow.isFull()) {
            indexAnew();
        } else {
            byFlow.add(sample[from + SampleWords.HASH], row);
        }
        return row;
    }

    private void indexAnew() {
        byFlow.reset(rows.size());
        for (int row = 0; row < rows.highWater(); row++) {
            if (rows.live(row)) {
                byFlow.add(hashOfFlow(row), row);
            }
        }
    }

    private long hashOfFlow(int row) {
        return hash.flow(
                rows.srcHi(row),
                rows.srcLo(row),
                rows.srcPort(row),
                rows.dstHi(row),
                rows.dstLo(row),
                rows.dstPort(row),
                rows.protocol(row));
    }

    private void remove(int row) {
        byFlow.remove(hashOfFlow(row), row);
        rows.release(row);
    }

    /** Takes out a flow of a single packet, a silent one, or the quietest of a few. */
    private void evict(long now) {
        int victim = -1;
        for (int i = 0; i < LOOK_AT; i++) {
            hand = (hand + 1) % rows.capacity();
            if (rows.packets(hand) <= 1) {
                victim = hand;
                break;
            }
            if (victim < 0 || rows.livePps(hand, now) < rows.livePps(victim, now)) {
                victim = hand;
            }
        }
        remove(victim);
        evicted++;
    }

    /** Forgets flows that ended or fell silent, among these rows. */
    void expire(long nowNs, int fromRow, int toRow) {
        for (int row = toRow - 1; row >= fromRow; row--) {
            if (rows.live(row) && nowNs - rows.lastNs(row) > (rows.ended(row) ? 2 * SECOND : FORGET_AFTER)) {
                remove(row);
            }
        }
    }

    /** A row of the flow in the other direction, or -1; for ICMP that of the answers or the requests. */
    int reverse(int row) {
        int srcPort = rows.dstPort(row);
        int dstPort = rows.srcPort(row);
        if (IpProto.isIcmp(rows.protocol(row))) {
            srcPort = Headers.icmpCounterpart(rows.protocol(row), rows.srcPort(row));
            dstPort = rows.dstPort(row);
            if (srcPort < 0) {
                return -1;
            }
        }
        long tuple = SampleWords.tuple(rows.protocol(row), srcPort, dstPort);
        long hashed = hashOfFlow(row);
        int other;
        for (int slot = byFlow.first(hashed);
                (other = byFlow.row(slot, hashed)) != RowIndex.EMPTY;
                slot = byFlow.next(slot)) {
            if (other >= 0 && rows.tuple(other) == tuple && isOpposite(row, other)) {
                return other;
            }
        }
        return -1;
    }

    private boolean isOpposite(int row, int other) {
        return rows.srcLo(other) == rows.dstLo(row)
                && rows.dstLo(other) == rows.srcLo(row)
                && rows.srcHi(other) == rows.dstHi(row)
                && rows.dstHi(other) == rows.srcHi(row);
    }

    /** Flows that found no place. */
    StrayFlows strays() {
        return strays;
    }

    FlowRows rows() {
        return rows;
    }

    /** Bytes of rows and index. */
    long memoryBytes() {
        return rows.memoryBytes() + byFlow.memoryBytes();
    }

    /** How many samples were not where the order of the last poll promised them. */
    long searched() {
        return searched;
    }

    /** How many flows lost their place since the last call. */
    long takeEvicted() {
        long count = evicted;
        evicted = 0;
        return count;
    }
}
