package io.sentinelsdn.simulator.ofswitch;

import io.sentinelsdn.simulator.frame.PacketKey;

/**
 * A match as value and mask over the words of a {@link PacketKey}; value bits outside the mask are zero. Immutable once
 * built.
 */
final class MatchSpec {
    final long[] value = new long[PacketKey.WORDS];
    final long[] mask = new long[PacketKey.WORDS];

    boolean matches(long[] key) {
        for (int i = 0; i < value.length; i++) {
            if ((key[i] & mask[i]) != value[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether every packet of the other match is one of ours (the non-strict rule of section 6.4). */
    boolean covers(MatchSpec other) {
        for (int i = 0; i < value.length; i++) {
            if ((other.mask[i] & mask[i]) != mask[i] || (other.value[i] & mask[i]) != value[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether one packet could match both. */
    boolean overlaps(MatchSpec other) {
        for (int i = 0; i < value.length; i++) {
            if (((value[i] ^ other.value[i]) & mask[i] & other.mask[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it matches every packet. */
    boolean isCatchAll() {
        for (long word : mask) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }
}
