package io.sentinelsdn.domain.net;

import java.util.HexFormat;

/**
 * A 48-bit Ethernet address.
 *
 * @param value the 48 bits, right aligned
 */
public record MacAddress(long value) {
    private static final HexFormat HEX = HexFormat.of();

    /**
     * Reads six colon-separated hexadecimal pairs.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static MacAddress parse(String text) {
        if (!text.matches("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
            throw new IllegalArgumentException("not an Ethernet address: " + text);
        }
        return new MacAddress(Long.parseLong(text.replace(":", ""), 16));
    }

    /** Group bit of the first octet: multicast or broadcast. */
    public static boolean isGroup(long value) {
        return (value >>> 40 & 1) != 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            HEX.toHexDigits(text, (byte) (value >>> shift));
            if (shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
