package io.sentinelsdn.simulator.ofswitch;

import io.sentinelsdn.simulator.frame.PacketKey;
import java.util.Arrays;

/** Masked header words as a key of a hash map. One mutable instance serves as the probe of a table's look-ups. */
final class Words {
    private final long[] words;
    private int hash;

    private Words(long[] words) {
        this.words = words;
        rehash();
    }

    /** A probe, to be filled by {@link #mask}. */
    static Words probe() {
        return new Words(new long[PacketKey.WORDS]);
    }

    /** These very words, which must not change any more. */
    static Words of(long[] words) {
        return new Words(words);
    }

    /** Becomes {@code key & mask}. */
    Words mask(long[] key, long[] mask) {
        for (int i = 0; i < words.length; i++) {
            words[i] = key[i] & mask[i];
        }
        rehash();
        return this;
    }

    private void rehash() {
        long mixed = 0;
        for (long word : words) {
            mixed = (mixed ^ word) * 0x9e37_79b9_7f4a_7c15L;
            mixed ^= mixed >>> 32;
        }
        hash = (int) mixed;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Words that && hash == that.hash && Arrays.equals(words, that.words);
    }
}
