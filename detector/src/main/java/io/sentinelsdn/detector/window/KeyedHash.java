package io.sentinelsdn.detector.window;

import java.security.SecureRandom;

/**
 * A keyed 64-bit hash of a few words, by folded 64 x 64 bit multiplication (the mixing step of wyhash). The key is
 * secret and new in each process, so nobody can choose addresses that collide. Immutable.
 */
public final class KeyedHash {
    private final long first;
    private final long second;
    private final long third;

    /** A hash with these key words; for tests that must repeat. */
    public KeyedHash(long first, long second, long third) {
        this.first = first;
        this.second = second | 1;
        this.third = third | 1;
    }

    /** A hash with a random key. */
    public static KeyedHash random() {
        SecureRandom random = new SecureRandom();
        return new KeyedHash(random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** The hash of the first {@code count} words. */
    public long of(long[] words, int count) {
        long hash = first;
        for (int i = 0; i < count; i++) {
            hash = fold(hash ^ words[i], second) + third;
        }
        return fold(hash ^ second, third);
    }

    /** The hash of two words. */
    public long of(long hi, long lo) {
        return fold((fold(first ^ hi, second) + third) ^ lo, third);
    }

    /** A hash that is the same for both directions of a flow. ICMP has no ports: pass 0. */
    public long symmetric(long srcHi, long srcLo, int srcPort, long dstHi, long dstLo, int dstPort, int protocol) {
        long ends = of(of(srcHi, srcLo), srcPort) + of(of(dstHi, dstLo), dstPort);
        return fold(ends ^ first, second + 2L * protocol);
    }

    private static long fold(long left, long right) {
        return (left * right) ^ Math.multiplyHigh(left, right);
    }
}
