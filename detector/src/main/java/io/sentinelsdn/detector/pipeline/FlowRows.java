package io.sentinelsdn.detector.pipeline;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The rows of a flow table: {@value #WORDS} words each, one after the other, in chunks that are made when the rows
 * before them are taken. Rows that were given back are used first.
 *
 * <pre>
 *  0-5 key, as in {@link SampleWords}      6 ended &lt;&lt; 63 | raw age in 2^20 ns &lt;&lt; 32 | inPort
 *  7 created ns    8 last reading ns       9 packets   10 bytes   (these only grow)
 * 11 raw packets  12 raw bytes            (as the switch showed them last)
 * 13 mid ns       14 mid packets          15 mid bytes
 * 16 packets from prev to mid (float) &lt;&lt; 32 | bytes (float)
 * 17 µs from prev to mid &lt;&lt; 32 | µs that the rates span
 * 18 packets/s (float) &lt;&lt; 32 | bits/s (float)
 * 19 the same before: packets/s (float) &lt;&lt; 32 | mean size (float)
 * 20 rated ns     21 µs between the last two readings &lt;&lt; 32 | successor
 * </pre>
 *
 * <p>Owned by the shard thread.
 */
final class FlowRows {
    static final int WORDS = 22;

    static final int PORT_AGE = 6;
    static final int CREATED = 7;
    static final int LAST = 8;
    static final int PACKETS = 9;
    static final int BYTES = 10;
    static final int RAW_PACKETS = 11;
    static final int RAW_BYTES = 12;
    static final int MID = 13;
    static final int MID_PACKETS = 14;
    static final int MID_BYTES = 15;
    static final int PREV_TO_MID = 16;
    static final int SPANS = 17;
    static final int RATES = 18;
    static final int BEFORE = 19;
    static final int RATED = 20;
    static final int INTERVAL_NEXT = 21;

    /** Rows of a chunk. */
    static final int CHUNK = 1 << 12;

    private static final int CHUNK_BITS = 12;
    /** Bit of {@link #PORT_AGE}. */
    static final long ENDED = 1L << 63;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** No sample has this word. */
    private static final long DEAD = -1;

    private final int capacity;
    private long[][] chunks = new long[0][];
    private int highWater;
    private int size;
    /** First of the rows that were given back; each names the next in its first word. */
    private int free = -1;

    FlowRows(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    /** Rows below this number may be live. */
    int highWater() {
        return highWater;
    }

    int size() {
        return size;
    }

    /** Bytes the chunks take. */
    long memoryBytes() {
        return Arrays.stream(chunks)
                .mapToLong(chunk -> (long) chunk.length * Long.BYTES)
                .sum();
    }

    /** The array in which the row lies. */
    long[] chunk(int row) {
        return chunks[row >> CHUNK_BITS];
    }

    /** Where in its array the row begins. */
    static int at(int row) {
        return (row & (CHUNK - 1)) * WORDS;
    }

    boolean isFull() {
        return size == capacity;
    }

    /** A row for the caller to fill, or -1 when all are taken. */
    int take() {
        int row = free;
        if (row >= 0) {
            free = (int) chunk(row)[at(row)];
        } else if (highWater == capacity) {
            return -1;
        } else {
            row = highWater;
            if (row >> CHUNK_BITS == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunks.length + 1);
                chunks[chunks.length - 1] = new long[Math.min(CHUNK, capacity - row) * WORDS];
            }
            highWater++;
        }
        size++;
        return row;
    }

    /** Gives a live row back. */
    void release(int row) {
        long[] words = chunk(row);
        int at = at(row);
        words[at] = free;
        words[at + SampleWords.TUPLE] = DEAD;
        free = row;
        size--;
    }

    boolean live(int row) {
        return word(row, SampleWords.TUPLE) != DEAD;
    }

    /** Whether the row is live and of the sample's flow, switch and port. */
    boolean matches(int row, long[] sample, int from) {
        long[] words = chunk(row);
        int at = at(row);
        return words[at + SampleWords.SRC_LO] == sample[from + SampleWords.SRC_LO]
                && words[at + SampleWords.TUPLE] == sample[from + SampleWords.TUPLE]
                && words[at + SampleWords.DST_LO] == sample[from + SampleWords.DST_LO]
                && words[at + SampleWords.DPID] == sample[from + SampleWords.DPID]
                && words[at] == sample[from]
                && words[at + SampleWords.DST_HI] == sample[from + SampleWords.DST_HI]
                && (int) words[at + PORT_AGE] == (int) sample[from + SampleWords.PORT_KIND];
    }

    private long word(int row, int word) {
        return chunk(row)[at(row) + word];
    }

    static long pair(float high, float low) {
        return pair(Float.floatToRawIntBits(high), Float.floatToRawIntBits(low));
    }

    static long pair(int high, int low) {
        return (long) high << 32 | (low & 0xffff_ffffL);
    }

    static float highFloat(long pair) {
        return Float.intBitsToFloat((int) (pair >>> 32));
    }

    static float lowFloat(long pair) {
        return Float.intBitsToFloat((int) pair);
    }

    long srcHi(int row) {
        return word(row, SampleWords.SRC_HI);
    }

    long srcLo(int row) {
        return word(row, SampleWords.SRC_LO);
    }

    long dstHi(int row) {
        return word(row, SampleWords.DST_HI);
    }

    long dstLo(int row) {
        return word(row, SampleWords.DST_LO);
    }

    long tuple(int row) {
        return word(row, SampleWords.TUPLE);
    }

    int protocol(int row) {
        return (int) (tuple(row) >>> 32);
    }

    int srcPort(int row) {
        return (int) (tuple(row) >>> 16) & 0xffff;
    }

    int dstPort(int row) {
        return (int) tuple(row) & 0xffff;
    }

    long dpid(int row) {
        return word(row, SampleWords.DPID);
    }

    int inPort(int row) {
        return (int) word(row, PORT_AGE);
    }

    /** Whether its entry was removed. */
    boolean ended(int row) {
        return word(row, PORT_AGE) < 0;
    }

    /** The row whose flow was reported after this one the last time; any number. */
    int successor(int row) {
        return (int) word(row, INTERVAL_NEXT);
    }

    void successor(int row, int next) {
        long[] words = chunk(row);
        int at = at(row) + INTERVAL_NEXT;
        if ((int) words[at] != next) {
            words[at] = pair((int) (words[at] >>> 32), next);
        }
    }

    long packets(int row) {
        return word(row, PACKETS);
    }

    long bytes(int row) {
        return word(row, BYTES);
    }

    float pps(int row) {
        return highFloat(word(row, RATES));
    }

    float bps(int row) {
        return lowFloat(word(row, RATES));
    }

    float previousPps(int row) {
        return highFloat(word(row, BEFORE));
    }

    float previousSize(int row) {
        return lowFloat(word(row, BEFORE));
    }

    /** Packets per second since the switch made the entry. */
    double lifePps(int row) {
        return word(row, RAW_PACKETS) / lifeSeconds(row);
    }

    /** Bytes per second since the switch made the entry. */
    double lifeBytesPerSecond(int row) {
        return word(row, RAW_BYTES) / lifeSeconds(row);
    }

    /** Whether the entry is older than what the rates span. */
    boolean livedLonger(int row) {
        return lastNs(row) - createdNs(row) > spanNs(row) + SECOND / 2;
    }

    private double lifeSeconds(int row) {
        return Math.max(SECOND, lastNs(row) - createdNs(row)) / (double) SECOND;
    }

    /** How long the readings span from which the rates come, to a microsecond. */
    long spanNs(int row) {
        return (int) word(row, SPANS) * 1000L;
    }

    long createdNs(int row) {
        return word(row, CREATED);
    }

    long lastNs(int row) {
        return word(row, LAST);
    }

    long ratedNs(int row) {
        return word(row, RATED);
    }

    /**
     * Packets per second, 0 when polls stopped telling. A flow whose entry was removed fades out over a second, as fast
     * as the counter that takes over fades in.
     */
    double livePps(int row, long nowNs) {
        if (!isCurrent(row, nowNs)) {
            return 0;
        }
        double fade = ended(row) ? Math.max(0, 1 - (nowNs - lastNs(row)) / (double) SECOND) : 1;
        return pps(row) * fade;
    }

    /** Whether the rates still hold: the next poll is not overdue. */
    boolean isCurrent(int row, long nowNs) {
        long intervalNs = (word(row, INTERVAL_NEXT) >>> 32) * 1000;
        long hold = ended(row) ? SECOND : Math.max(SECOND * 5 / 4, Math.min(5 * SECOND, 2 * intervalNs));
        return nowNs - lastNs(row) <= hold;
    }
}
