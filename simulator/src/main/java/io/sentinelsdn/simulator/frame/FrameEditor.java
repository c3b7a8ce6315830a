package io.sentinelsdn.simulator.frame;

import io.sentinelsdn.domain.net.IpAddress;
import java.util.Arrays;

/** Rewrites header fields of a frame and its checksums. Frames that do not have the field stay as they are. */
public final class FrameEditor {
    private FrameEditor() {}

    /** Whether {@link #set} can write the field. */
    public static boolean canSet(HeaderField field) {
        return switch (field) {
            case ETH_DST, ETH_SRC, SRC_LO, DST_LO, TP_SRC, TP_DST -> true;
            default -> false;
        };
    }

    /**
     * A copy with the field set.
     *
     * @param value the field, or the lower half of an IPv6 address
     * @param upperValue the upper half of an IPv6 address
     */
    public static byte[] set(byte[] frame, HeaderField field, long value, long upperValue) {
        PacketKey key = new PacketKey().read(0, frame);
        byte[] copy = frame.clone();
        int l3 = key.networkOffset();
        int l4 = key.transportOffset();
        boolean v4 = key.get(HeaderField.ETH_TYPE) == EtherType.IPV4;
        boolean v6 = key.get(HeaderField.ETH_TYPE) == EtherType.IPV6;
        switch (field) {
            case ETH_DST -> put(copy, 0, 6, value);
            case ETH_SRC -> put(copy, 6, 6, value);
            case SRC_LO -> putAddress(copy, v4 ? l3 + 12 : l3 + 8, v4, v6, value, upperValue);
            case DST_LO -> putAddress(copy, v4 ? l3 + 16 : l3 + 24, v4, v6, value, upperValue);
            case TP_SRC -> putPort(copy, l4, 0, value);
            case TP_DST -> putPort(copy, l4, 2, value);
            default -> throw new IllegalArgumentException("field cannot be set: " + field);
        }
        if (v4 || v6) {
            fixChecksums(copy, v4, l3, l4, (int) key.get(HeaderField.IP_PROTO));
        }
        return copy;
    }

    private static void putPort(byte[] bytes, int l4, int offset, long value) {
        if (l4 > 0) {
            put(bytes, l4 + offset, 2, value);
        }
    }

    private static void putAddress(byte[] bytes, int at, boolean v4, boolean v6, long low, long high) {
        if (v4) {
            put(bytes, at, 4, low);
        } else if (v6) {
            put(bytes, at, 8, high);
            put(bytes, at + 8, 8, low);
        }
    }

    private static void fixChecksums(byte[] bytes, boolean v4, int l3, int l4, int protocol) {
        if (v4) {
            put(bytes, l3 + 10, 2, 0);
            put(bytes, l3 + 10, 2, Checksum.of(bytes, l3, 4 * (bytes[l3] & 0xf)));
        }
        int at = checksumOffset(protocol);
        if (l4 == 0 || at < 0 || protocol == 1) {
            return;
        }
        int ipEnd = v4 ? l3 + (int) get(bytes, l3 + 2) : l3 + 40 + (int) get(bytes, l3 + 4);
        int length = Math.min(bytes.length, ipEnd) - l4;
        if (length < at + 2) {
            return;
        }
        IpAddress src = IpAddress.of(slice(bytes, v4 ? l3 + 12 : l3 + 8, v4));
        IpAddress dst = IpAddress.of(slice(bytes, v4 ? l3 + 16 : l3 + 24, v4));
        put(bytes, l4 + at, 2, 0);
        int checksum = Checksum.ofSegment(src, dst, protocol, bytes, l4, length);
        put(bytes, l4 + at, 2, protocol == 17 && checksum == 0 ? 0xffff : checksum);
    }

    private static int checksumOffset(int protocol) {
        return switch (protocol) {
            case 6 -> 16;
            case 17 -> 6;
            case 58 -> 2;
            default -> -1;
        };
    }

    private static byte[] slice(byte[] bytes, int at, boolean v4) {
        return Arrays.copyOfRange(bytes, at, at + (v4 ? 4 : 16));
    }

    private static long get(byte[] bytes, int at) {
        return ((bytes[at] & 0xffL) << 8) | (bytes[at + 1] & 0xff);
    }

    private static void put(byte[] bytes, int at, int count, long value) {
        for (int i = 0; i < count && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> (8 * (count - 1 - i)));
        }
    }
}
