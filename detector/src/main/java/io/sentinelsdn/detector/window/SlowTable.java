package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.IpProto;
import java.util.concurrent.TimeUnit;

/**
 * Web connections seen in sampled packets, to find those that are kept open with next to nothing (Slowloris): after 32
 * entries a pair of hosts is counted as one, and only the samples still tell its connections apart. They are rare
 * packets, so nearly all of them are sampled.
 *
 * <p>Bounded; when it is full the connection that the hand points at makes place. Owned by the window thread.
 */
final class SlowTable {
    static final int CAPACITY = 16_384;
    /** Open for so long with so little is slow. */
    private static final long SLOW_AFTER = TimeUnit.SECONDS.toNanos(5);

    /** What comes so long after the packet before is one more piece. */
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    /** The handshake, and at least two more pieces: one could be another connection from the same port. */
    private static final int PIECES = 2;

    private static final long FORGET_AFTER = TimeUnit.SECONDS.toNanos(25);
    /** Packets per second of a slow connection, at most. */
    private static final double SLOW_PPS = 2;
    /** Frames of header lines are small, and what comes back is only acknowledged. */
    private static final int SMALL_BYTES = 400;

    private static final int EMPTY_BYTES = 150;

    private final KeyIndex index;
    private final long[] firstNs = new long[CAPACITY];
    private final long[] lastNs = new long[CAPACITY];
    private final int[] packets = new int[CAPACITY];
    private final int[] pieces = new int[CAPACITY];
    private final int[] largest = new int[CAPACITY];
    private final int[] largestBack = new int[CAPACITY];
    /** When the server last said anything, {@link Long#MIN_VALUE} for never. */
    private final long[] lastBackNs = new long[CAPACITY];

    private final int[] inPorts = new int[CAPACITY];
    private final long[] dpids = new long[CAPACITY];
    private int hand;

    SlowTable(KeyedHash hash) {
        index = new KeyIndex(5, 5, CAPACITY, hash);
    }

    /** Looks at a sampled TCP packet. */
    void seen(FlowSample sample) {
        if (Headers.isWebPort(sample.dstPort)) {
            fromClient(sample);
        } else if (Headers.isWebPort(sample.srcPort)) {
            aim(sample.dstHi, sample.dstLo, sample.dstPort, sample.srcHi, sample.srcLo, sample.srcPort);
            int row = index.find();
            if (row >= 0) {
                largestBack[row] = Math.max(largestBack[row], (int) sample.bytes);
                lastBackNs[row] = sample.timeNs;
                closeIfEnded(row, sample.tcpFlags);
            }
        }
    }

    private void fromClient(FlowSample sample) {
        aim(sample.srcHi, sample.srcLo, sample.srcPort, sample.dstHi, sample.dstLo, sample.dstPort);
        int row = index.find();
        if (row >= 0 && Headers.isInitialSyn(IpProto.TCP, sample.tcpFlags)) {
            index.remove(row);
            return;
        }
        if (row < 0) {
            if (!Headers.isFollowUp(IpProto.TCP, sample.tcpFlags) || (sample.tcpFlags & IpProto.TCP_FIN) != 0) {
                return;
            }
            row = add();
            firstNs[row] = sample.timeNs;
            lastNs[row] = sample.timeNs;
            packets[row] = pieces[row] = largest[row] = largestBack[row] = 0;
            lastBackNs[row] = Long.MIN_VALUE;
            dpids[row] = sample.dpid;
            inPorts[row] = sample.inPort;
        }
        pieces[row] += sample.timeNs - lastNs[row] >= PAUSE ? 1 : 0;
        lastNs[row] = sample.timeNs;
        packets[row]++;
        largest[row] = Math.max(largest[row], (int) sample.bytes);
        closeIfEnded(row, sample.tcpFlags);
    }

    private int add() {
        int row = index.add();
        if (row < 0) {
            hand = (hand + 1) % CAPACITY;
            long[] wanted = index.key().clone();
            index.remove(hand);
            System.arraycopy(wanted, 0, index.key(), 0, wanted.length);
            row = index.add();
        }
        return row;
    }

    private void closeIfEnded(int row, int flags) {
        if ((flags & (IpProto.TCP_FIN | IpProto.TCP_RST)) != 0) {
            index.remove(row);
        }
    }

    /** Adds the slow connections of each pair, and forgets those that are silent. */
    void count(long nowNs, PairCounts slow) {
        for (int row = 0; row < index.highWater(); row++) {
            if (!index.live(row)) {
                continue;
            }
            long age = nowNs - firstNs[row];
            if (nowNs - lastNs[row] > FORGET_AFTER) {
                index.remove(row);
            } else if (age >= SLOW_AFTER
                    && lastNs[row] - firstNs[row] >= SLOW_AFTER / 2
                    && pieces[row] >= PIECES
                    && isHeldOpen(row)
                    && packets[row] * 1e9 / age <= SLOW_PPS
                    && largest[row] <= SMALL_BYTES
                    && largestBack[row] <= EMPTY_BYTES) {
                slow.add(
                        index.word(row, 0),
                        index.word(row, 1),
                        index.word(row, 2),
                        index.word(row, 3),
                        dpids[row],
                        inPorts[row],
                        1);
            }
        }
    }

    /**
     * Whether the server takes what is sent, time and again: then the client has more to say. One that only repeats its
     * request to a server that has fallen behind is no attacker.
     */
    private boolean isHeldOpen(int row) {
        return lastBackNs[row] != Long.MIN_VALUE && lastBackNs[row] - firstNs[row] >= SLOW_AFTER / 2;
    }

    private void aim(long clientHi, long clientLo, int clientPort, long serverHi, long serverLo, int serverPort) {
        long[] key = index.key();
        key[0] = clientHi;
        key[1] = clientLo;
        key[2] = serverHi;
        key[3] = serverLo;
        key[4] = (long) clientPort << 16 | serverPort;
    }
}
