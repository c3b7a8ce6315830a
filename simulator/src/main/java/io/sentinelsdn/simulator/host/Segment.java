package io.sentinelsdn.simulator.host;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.simulator.frame.EtherType;
import io.sentinelsdn.simulator.frame.HeaderField;
import io.sentinelsdn.simulator.frame.PacketKey;
import java.nio.ByteBuffer;

/**
 * What a host reads from an IP packet.
 *
 * @param srcPort source port, or ICMP type
 * @param dstPort destination port, or ICMP code
 * @param seq TCP sequence number, or the identifier and sequence number of an ICMP echo
 * @param ack TCP acknowledgement number
 * @param payload bytes after the transport header
 * @param count how many such packets arrived at this instant
 */
record Segment(
        IpAddress src,
        IpAddress dst,
        int protocol,
        int srcPort,
        int dstPort,
        int seq,
        int ack,
        int flags,
        int payload,
        long count) {
    static Segment of(PacketKey key, byte[] frame, long count) {
        boolean v4 = key.get(HeaderField.ETH_TYPE) == EtherType.IPV4;
        int protocol = (int) key.get(HeaderField.IP_PROTO);
        int l4 = key.transportOffset();
        return new Segment(
                address(v4, key.get(HeaderField.SRC_HI), key.get(HeaderField.SRC_LO)),
                address(v4, key.get(HeaderField.DST_HI), key.get(HeaderField.DST_LO)),
                protocol,
                (int) key.get(HeaderField.TP_SRC),
                (int) key.get(HeaderField.TP_DST),
                word(frame, l4, 4),
                word(frame, l4, 8),
                (int) key.get(HeaderField.TCP_FLAGS),
                Math.max(0, ipEnd(v4, key.networkOffset(), frame) - l4 - headerLength(protocol, l4, frame)),
                count);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private static IpAddress address(boolean v4, long high, long low) {
        return v4 ? IpAddress.v4((int) low) : new IpAddress(high, low);
    }

    private static int word(byte[] frame, int l4, int offset) {
        return l4 == 0 || l4 + offset + 4 > frame.length
                ? 0
                : ByteBuffer.wrap(frame).getInt(l4 + offset);
    }

    private static int headerLength(int protocol, int l4, byte[] frame) {
        return protocol == 6 && l4 + 12 < frame.length ? 4 * ((frame[l4 + 12] >> 4) & 0xf) : 8;
    }

    private static int ipEnd(boolean v4, int l3, byte[] frame) {
        int at = v4 ? l3 + 2 : l3 + 4;
        if (at + 2 > frame.length) {
            return frame.length;
        }
        int length = ByteBuffer.wrap(frame).getShort(at) & 0xffff;
        return Math.min(frame.length, v4 ? l3 + length : l3 + 40 + length);
    }
}
