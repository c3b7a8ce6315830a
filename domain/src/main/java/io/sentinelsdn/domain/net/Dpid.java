package io.sentinelsdn.domain.net;

import java.util.HexFormat;
import java.util.Locale;

/**
 * The datapath id of a switch: 64 bits, unsigned (OpenFlow 1.3.5 section A.3.1).
 *
 * @param value the 64 bits
 */
public record Dpid(long value) implements Comparable<Dpid> {
    /**
     * Reads 16 hexadecimal digits (colons allowed), {@code 0x…}, or a decimal number.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Dpid parse(String text) {
        String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
        try {
            if (digits.startsWith("0x")) {
                return new Dpid(Long.parseUnsignedLong(digits.substring(2), 16));
            }
            return new Dpid(Long.parseUnsignedLong(digits, digits.length() == 16 ? 16 : 10));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "dpid must be 16 hexadecimal digits, 0x… or a decimal number: " + text, notANumber);
        }
    }

    @Override
    public int compareTo(Dpid other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** Sixteen lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
