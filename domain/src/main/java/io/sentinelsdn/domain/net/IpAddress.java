package io.sentinelsdn.domain.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 or IPv6 address as 128 bits; IPv4 is kept in the mapped form ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2).
 *
 * @param hi the upper 64 bits
 * @param lo the lower 64 bits
 */
public record IpAddress(long hi, long lo) implements Comparable<IpAddress> {
    private static final long V4_PREFIX = 0x0000_ffff_0000_0000L;

    /** The IPv4 address of these 32 bits. */
    public static IpAddress v4(int bits) {
        return new IpAddress(0, v4Lo(bits));
    }

    /** The lower 64 bits that stand for an IPv4 address. */
    public static long v4Lo(int bits) {
        return V4_PREFIX | (bits & 0xffff_ffffL);
    }

    /** Whether the pair of words is an IPv4 address. */
    public static boolean isV4(long hi, long lo) {
        return hi == 0 && (lo & 0xffff_ffff_0000_0000L) == V4_PREFIX;
    }

    /**
     * Reads a literal; names are never resolved.
     *
     * @throws IllegalArgumentException if the text is not an address literal
     */
    public static IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            return v4(parseV4(text));
        }
        if (!text.matches("[0-9a-fA-F:.]+")) {
            throw notAnAddress(text, null);
        }
        try {
            return of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException notALiteral) {
            throw notAnAddress(text, notALiteral);
        }
    }

    /** The address of 4 or 16 bytes in network order. */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length == 4) {
            return v4((int) word(bytes, 0, 4));
        }
        if (bytes.length != 16) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes: " + bytes.length);
        }
        return new IpAddress(word(bytes, 0, 8), word(bytes, 8, 8));
    }

    public boolean isV4() {
        return isV4(hi, lo);
    }

    /** The 32 bits of an IPv4 address. */
    public int v4Bits() {
        return (int) lo;
    }

    /** Address length in bits: 32 or 128. */
    public int bits() {
        return isV4() ? 32 : 128;
    }

    /** Multicast, or the IPv4 limited broadcast. */
    public boolean isMulticast() {
        return isV4() ? (v4Bits() >>> 28) == 0xe || v4Bits() == -1 : (hi >>> 56) == 0xff;
    }

    /** 4 or 16 bytes in network order. */
    public byte[] toBytes() {
        byte[] bytes = new byte[isV4() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            bytes[i] = (byte) ((fromEnd < 8 ? lo : hi) >>> (8 * (fromEnd & 7)));
        }
        return bytes;
    }

    @Override
    public int compareTo(IpAddress other) {
        int upper = Long.compareUnsigned(hi, other.hi);
        return upper != 0 ? upper : Long.compareUnsigned(lo, other.lo);
    }

    @Override
    public String toString() {
        if (isV4()) {
            int bits = v4Bits();
            return (bits >>> 24) + "." + ((bits >>> 16) & 255) + "." + ((bits >>> 8) & 255) + "." + (bits & 255);
        }
        return compressed();
    }

    /** The canonical text of RFC 5952: lower case, the longest run of zero groups as "::". */
    private String compressed() {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (int) ((i < 4 ? hi : lo) >>> (48 - 16 * (i & 3))) & 0xffff;
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static int parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw notAnAddress(text, null);
        }
        int bits = 0;
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                throw notAnAddress(text, null);
            }
            bits = bits << 8 | Integer.parseInt(part);
        }
        return bits;
    }

    private static long word(byte[] bytes, int from, int count) {
        long word = 0;
        for (int i = from; i < from + count; i++) {
            word = word << 8 | (bytes[i] & 0xff);
        }
        return word;
    }

    private static IllegalArgumentException notAnAddress(String text, Throwable cause) {
        return new IllegalArgumentException("not an IPv4 or IPv6 address: " + text, cause);
    }
}
