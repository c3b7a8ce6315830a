package io.sentinelsdn.simulator.frame;

import io.sentinelsdn.domain.net.IpAddress;

/** The Internet checksum (RFC 1071), with the pseudo headers of IPv4 (RFC 793) and IPv6 (RFC 8200 section 8.1). */
final class Checksum {
    private Checksum() {}

    /** Checksum of a range of bytes. */
    static int of(byte[] bytes, int from, int length) {
        return fold(sum(bytes, from, length, 0));
    }

    /** Checksum of a transport segment with the pseudo header of its addresses. */
    static int ofSegment(IpAddress src, IpAddress dst, int protocol, byte[] bytes, int from, int length) {
        byte[] source = src.toBytes();
        byte[] destination = dst.toBytes();
        long sum = sum(source, 0, source.length, protocol + (long) length);
        return fold(sum(bytes, from, length, sum(destination, 0, destination.length, sum)));
    }

    private static long sum(byte[] bytes, int from, int length, long start) {
        long sum = start;
        for (int i = 0; i < length; i++) {
            int octet = bytes[from + i] & 0xff;
            sum += (i & 1) == 0 ? octet << 8 : octet;
        }
        return sum;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) ~folded & 0xffff;
    }
}
