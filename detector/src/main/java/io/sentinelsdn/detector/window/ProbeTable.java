package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.IpProto;
import java.util.concurrent.TimeUnit;

/**
 * Which ports of which hosts each source has tried within the last minute, from sampled packets, and whether something
 * came of it: a TCP connection that went on, a SYN-ACK, a UDP answer.
 *
 * <p>Bounded; when it is full the entry that the hand points at makes place. Owned by the window thread.
 */
final class ProbeTable {
    static final int CAPACITY = 32_768;

    private static final long FORGET_AFTER = TimeUnit.SECONDS.toNanos(60);
    private static final int FEW_TRIES = 3;
    private static final int SYN_ACK = IpProto.TCP_SYN | IpProto.TCP_ACK;

    private final KeyIndex index;
    private final long[] lastNs = new long[CAPACITY];
    private final long[] dpids = new long[CAPACITY];
    private final int[] inPorts = new int[CAPACITY];
    private final short[] tries = new short[CAPACITY];
    private final boolean[] alive = new boolean[CAPACITY];
    private int hand;

    ProbeTable(KeyedHash hash) {
        index = new KeyIndex(5, 5, CAPACITY, hash);
    }

    /** Looks at a sampled TCP or UDP packet. */
    void seen(FlowSample sample) {
        if (sample.protocol == IpProto.UDP) {
            if (!Headers.isMulticast(sample.dstHi, sample.dstLo) && !answer(sample)) {
                probe(sample);
            }
        } else if (Headers.isInitialSyn(sample.protocol, sample.tcpFlags)) {
            probe(sample);
        } else if ((sample.tcpFlags & SYN_ACK) == SYN_ACK) {
            answer(sample);
        } else if (Headers.isFollowUp(sample.protocol, sample.tcpFlags)) {
            int row = find(sample.srcHi, sample.srcLo, sample.dstHi, sample.dstLo, sample.protocol, sample.dstPort);
            if (row >= 0) {
                alive[row] = true;
            }
        }
    }

    private void probe(FlowSample sample) {
        int row = find(sample.srcHi, sample.srcLo, sample.dstHi, sample.dstLo, sample.protocol, sample.dstPort);
        if (row < 0) {
            row = add();
            alive[row] = false;
            tries[row] = 0;
        }
        lastNs[row] = sample.timeNs;
        dpids[row] = sample.dpid;
        inPorts[row] = sample.inPort;
        tries[row] = (short) Math.min(Short.MAX_VALUE, tries[row] + 1);
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

    private boolean answer(FlowSample sample) {
        int row = find(sample.dstHi, sample.dstLo, sample.srcHi, sample.srcLo, sample.protocol, sample.srcPort);
        if (row >= 0) {
            alive[row] = true;
        }
        return row >= 0;
    }

    /** Whether something came of trying this port. */
    boolean answered(long srcHi, long srcLo, long dstHi, long dstLo, int protocol, int port) {
        int row = find(srcHi, srcLo, dstHi, dstLo, protocol, port);
        return row >= 0 && alive[row];
    }

    /** Whether this port was tried only now and then, as a scan does. */
    boolean fewTries(long srcHi, long srcLo, long dstHi, long dstLo, int protocol, int port) {
        int row = find(srcHi, srcLo, dstHi, dstLo, protocol, port);
        return row >= 0 && tries[row] <= FEW_TRIES;
    }

    private int find(long askerHi, long askerLo, long askedHi, long askedLo, int protocol, int port) {
        long[] key = index.key();
        key[0] = askerHi;
        key[1] = askerLo;
        key[2] = askedHi;
        key[3] = askedLo;
        key[4] = (long) protocol << 16 | port;
        return index.find();
    }

    /** Forgets what is older than a minute. */
    void beginStep(long nowNs) {
        for (int row = 0; row < index.highWater(); row++) {
            if (index.live(row) && nowNs - lastNs[row] > FORGET_AFTER) {
                index.remove(row);
            }
        }
    }

    int highWater() {
        return index.highWater();
    }

    int size() {
        return index.size();
    }

    boolean live(int row) {
        return index.live(row);
    }

    boolean alive(int row) {
        return alive[row];
    }

    long lastNs(int row) {
        return lastNs[row];
    }

    long dpid(int row) {
        return dpids[row];
    }

    int inPort(int row) {
        return inPorts[row];
    }

    int protocol(int row) {
        return (int) (index.word(row, 4) >> 16);
    }

    /** A word of the key: source (0, 1), destination (2, 3). */
    long word(int row, int word) {
        return index.word(row, word);
    }
}
