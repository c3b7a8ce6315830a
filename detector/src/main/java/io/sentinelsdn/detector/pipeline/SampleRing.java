package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.domain.flow.FlowSample;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A bounded hand-over of samples from one producing thread to one consuming thread. Allocates nothing per sample.
 *
 * <p>Inside: slots of {@link SampleWords#LENGTH} words. The producer alone moves the tail, the consumer alone the head;
 * both only grow. The producer looks at the head when it believes the ring full, the consumer at the tail once a batch,
 * and each of the two positions has cache lines to itself, so that the threads seldom touch each other's.
 */
final class SampleRing {
    /** Bytes a sample takes. */
    static final int BYTES_PER_SAMPLE = SampleWords.LENGTH * Long.BYTES;

    private static final int TAIL = 16;
    /** Where the producer last saw the head. */
    private static final int HEAD_SEEN = 17;

    private static final int HEAD = 32;
    private static final int POSITIONS = 48;

    private final long[] words;
    private final int capacity;
    private final AtomicLongArray positions = new AtomicLongArray(POSITIONS);

    /** Looks at samples where they lie. Called by the consuming thread. */
    @FunctionalInterface
    interface Reader {
        /** Must copy what it keeps. */
        void read(long[] words, int at);
    }

    /** A ring for so many samples, a power of two. */
    SampleRing(int samples) {
        if (Integer.bitCount(samples) != 1) {
            throw new IllegalArgumentException("samples must be a power of two: " + samples);
        }
        capacity = samples;
        words = new long[Math.multiplyExact(samples, SampleWords.LENGTH)];
    }

    /** Copies the sample in; false when there is no room. Producing thread only. */
    boolean offer(FlowSample from, long hash) {
        long tail = positions.getPlain(TAIL);
        if (tail - positions.getPlain(HEAD_SEEN) >= capacity) {
            long head = positions.getAcquire(HEAD);
            positions.setPlain(HEAD_SEEN, head);
            if (tail - head >= capacity) {
                return false;
            }
        }
        SampleWords.write(from, hash, words, at(tail));
        positions.setRelease(TAIL, tail + 1);
        return true;
    }

    /** Shows at most so many samples to the reader; how many there were. Consuming thread only. */
    int drain(Reader reader, int limit) {
        long head = positions.getPlain(HEAD);
        int count = (int) Math.min(limit, positions.getAcquire(TAIL) - head);
        int done = 0;
        try {
            while (done < count) {
                reader.read(words, at(head + done++));
            }
        } finally {
            positions.setRelease(HEAD, head + done);
        }
        return done;
    }

    private int at(long position) {
        return ((int) position & (capacity - 1)) * SampleWords.LENGTH;
    }
}
