package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.flow.FlowSample;

/**
 * The newest sampled packets of one class at one port; old ones are overwritten. Index 0 is the newest. Owned by the
 * window thread.
 *
 * <p>Layout, seven words a packet: time, source (2), destination (2), {@code protocol << 40 | flags << 32 | srcPort << 16
 * | dstPort}, frame bytes.
 */
final class PacketRing {
    static final int CAPACITY = 256;
    private static final int WORDS = 7;

    private final long[] words = new long[CAPACITY * WORDS];
    /** The counter under which each packet is accounted in the present window, or -1. */
    private final int[] bucket = new int[CAPACITY];

    private long written;

    void add(FlowSample sample) {
        int base = (int) (written++ % CAPACITY) * WORDS;
        words[base] = sample.timeNs;
        words[base + 1] = sample.srcHi;
        words[base + 2] = sample.srcLo;
        words[base + 3] = sample.dstHi;
        words[base + 4] = sample.dstLo;
        words[base + 5] = (long) sample.protocol << 40
                | (long) (sample.tcpFlags & 0xff) << 32
                | (sample.srcPort & 0xffffL) << 16
                | (sample.dstPort & 0xffffL);
        words[base + 6] = sample.bytes;
    }

    /** How many packets are not older than this. */
    int since(long oldestNs) {
        int held = (int) Math.min(written, CAPACITY);
        int count = 0;
        while (count < held && timeNs(count) >= oldestNs) {
            count++;
        }
        return count;
    }

    private int base(int index) {
        return slot(index) * WORDS;
    }

    private int slot(int index) {
        return (int) ((written - 1 - index) % CAPACITY);
    }

    long timeNs(int index) {
        return words[base(index)];
    }

    long srcHi(int index) {
        return words[base(index) + 1];
    }

    long srcLo(int index) {
        return words[base(index) + 2];
    }

    long dstHi(int index) {
        return words[base(index) + 3];
    }

    long dstLo(int index) {
        return words[base(index) + 4];
    }

    int protocol(int index) {
        return (int) (words[base(index) + 5] >>> 40);
    }

    int flags(int index) {
        return (int) (words[base(index) + 5] >>> 32) & 0xff;
    }

    int srcPort(int index) {
        return (int) (words[base(index) + 5] >>> 16) & 0xffff;
    }

    int dstPort(int index) {
        return (int) words[base(index) + 5] & 0xffff;
    }

    long bytes(int index) {
        return words[base(index) + 6];
    }

    int bucket(int index) {
        return bucket[slot(index)];
    }

    void bucket(int index, int counterRow) {
        bucket[slot(index)] = counterRow;
    }
}
