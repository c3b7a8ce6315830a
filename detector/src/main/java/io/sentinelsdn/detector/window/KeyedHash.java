package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.net.IpProto;
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

    /**
     * A hash that is the same for both directions of a flow, for ICMP of a request and its answer.
     *
     * @param srcPort source port or ICMP type
     * @param dstPort destination port or ICMP code
     */
    public long flow(long srcHi, long srcLo, int srcPort, long dstHi, long dstLo, int dstPort, int protocol) {
        boolean ports = !IpProto.isIcmp(protocol);
        int shared = ports ? 0 : Headers.icmpConversation(protocol, srcPort, dstPort);
        long ends = end(srcHi, srcLo, ports ? srcPort : shared) + end(dstHi, dstLo, ports ? dstPort : shared);
        return fold(ends ^ protocol, second);
    }

    private long end(long hi, long lo, int port) {
        return fold(fold(first ^ hi, second ^ lo) ^ port, third);
    }

    /** A hash of what was hashed before and two words more. */
    public long with(long hashed, long hi, long lo) {
        return fold(fold(hashed ^ hi, second) ^ lo, third);
    }

    private static long fold(long left, long right) {
        return (left * right) ^ Math.multiplyHigh(left, right);
    }
}
