package io.sentinelsdn.controller.ofctl;

import java.math.BigInteger;

/** Unsigned numbers of up to 64 bits as text, and counters that may be missing. Stateless. */
final class Numbers {
    private static final int LONGEST_SHOWN = 80;

    private Numbers() {}

    /**
     * Reads decimal or {@code 0x…}.
     *
     * @throws NumberFormatException if it is neither, negative, or beyond 64 bits
     */
    static long unsigned(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        String digits = hex ? text.substring(2) : text;
        if (digits.startsWith("+") || digits.startsWith("-")) {
            throw new NumberFormatException(text);
        }
        return Long.parseUnsignedLong(digits, hex ? 16 : 10);
    }

    /** The bits as a number that is never negative. */
    static Number unsigned(long bits) {
        return bits >= 0 ? (Number) bits : new BigInteger(Long.toUnsignedString(bits));
    }

    /** A counter; all ones mean that the switch does not have it (OpenFlow 1.3.5 section 7.3.5): null. */
    static Number counter(long bits) {
        return bits == -1 ? null : unsigned(bits);
    }

    static String hex(long bits) {
        return "0x" + Long.toHexString(bits);
    }

    /** What somebody wrote, short enough for an error. */
    static String cut(Object written) {
        String text = String.valueOf(written);
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
