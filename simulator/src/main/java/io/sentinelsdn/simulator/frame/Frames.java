package io.sentinelsdn.simulator.frame;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import java.nio.ByteBuffer;

/**
 * Builds Ethernet frames with valid lengths and checksums. Addresses of one frame are of one family; the family decides
 * between IPv4 and IPv6, ICMP and ICMPv6. Frames are padded to 60 bytes, the smallest that Ethernet carries.
 */
public final class Frames {
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    private static final int MIN_LENGTH = 60;
    private static final int TTL = 64;

    private Frames() {}

    /** The Ethernet addresses of a frame. */
    public record Hop(MacAddress src, MacAddress dst) {}

    /** An Ethernet frame around a payload. */
    public static byte[] ethernet(Hop hop, int etherType, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(Math.max(MIN_LENGTH, 14 + payload.length));
        putMac(frame, hop.dst());
        putMac(frame, hop.src());
        frame.putShort((short) etherType).put(payload);
        return frame.array();
    }

    /** An ARP request, or a reply if {@code operation} is 2 (RFC 826). */
    public static byte[] arp(
            int operation,
            MacAddress ethDst,
            MacAddress senderMac,
            IpAddress sender,
            MacAddress targetMac,
            IpAddress target) {
        ByteBuffer arp = ByteBuffer.allocate(28);
        arp.putShort((short) 1).putShort((short) EtherType.IPV4).put((byte) 6).put((byte) 4);
        arp.putShort((short) operation);
        putMac(arp, senderMac);
        arp.putInt(sender.v4Bits());
        putMac(arp, targetMac);
        arp.putInt(target.v4Bits());
        return ethernet(new Hop(senderMac, ethDst), EtherType.ARP, arp.array());
    }

    /** A broadcast ARP request. */
    public static byte[] arpRequest(MacAddress senderMac, IpAddress sender, IpAddress target) {
        return arp(1, BROADCAST, senderMac, sender, new MacAddress(0), target);
    }

    /** A neighbor solicitation to the solicited-node group of the target (RFC 4861 section 4.3). */
    public static byte[] neighborSolicitation(MacAddress senderMac, IpAddress sender, IpAddress target) {
        IpAddress group = new IpAddress(0xff02_0000_0000_0000L, 0x1_ff00_0000L | (target.lo() & 0xff_ffff));
        MacAddress groupMac = new MacAddress(0x3333_0000_0000L | (group.lo() & 0xffff_ffffL));
        return icmp6(new Hop(senderMac, groupMac), sender, group, 135, neighborBody(0, target, 1, senderMac));
    }

    /** A solicited neighbor advertisement (RFC 4861 section 4.4). */
    public static byte[] neighborAdvertisement(Hop hop, IpAddress sender, IpAddress asker) {
        return icmp6(hop, sender, asker, 136, neighborBody(0x6000_0000, sender, 2, hop.src()));
    }

    private static byte[] neighborBody(int flags, IpAddress target, int option, MacAddress mac) {
        ByteBuffer body = ByteBuffer.allocate(28);
        body.putInt(flags).put(target.toBytes()).put((byte) option).put((byte) 1);
        putMac(body, mac);
        return body.array();
    }

    private static byte[] icmp6(Hop hop, IpAddress src, IpAddress dst, int type, byte[] rest) {
        ByteBuffer message = ByteBuffer.allocate(4 + rest.length);
        message.put((byte) type).put((byte) 0).putShort((short) 0).put(rest);
        return ip(hop, src, dst, 58, message.array(), 2, 255);
    }

    /** An ICMP or ICMPv6 message with identifier and sequence number; the payload is zeros. */
    public static byte[] icmp(
            Hop hop, IpAddress src, IpAddress dst, int type, int code, int id, int sequence, int payload) {
        ByteBuffer message = ByteBuffer.allocate(8 + payload);
        message.put((byte) type).put((byte) code).putShort((short) 0);
        message.putShort((short) id).putShort((short) sequence);
        return ip(hop, src, dst, src.isV4() ? 1 : 58, message.array(), 2, TTL);
    }

    /** An echo request. */
    public static byte[] ping(Hop hop, IpAddress src, IpAddress dst, int id, int sequence, int payload) {
        return icmp(hop, src, dst, src.isV4() ? 8 : 128, 0, id, sequence, payload);
    }

    /** A TCP segment; flags as in RFC 9293, see {@link TcpFlags}. */
    public static byte[] tcp(
            Hop hop,
            IpAddress src,
            IpAddress dst,
            int srcPort,
            int dstPort,
            long seq,
            long ack,
            int flags,
            byte[] payload) {
        ByteBuffer segment = ByteBuffer.allocate(20 + payload.length);
        segment.putShort((short) srcPort)
                .putShort((short) dstPort)
                .putInt((int) seq)
                .putInt((int) ack);
        segment.putShort((short) ((5 << 12) | flags))
                .putShort((short) 0xffff)
                .putInt(0)
                .put(payload);
        return ip(hop, src, dst, 6, segment.array(), 16, TTL);
    }

    /** An initial SYN without payload. */
    public static byte[] syn(Hop hop, IpAddress src, IpAddress dst, int srcPort, int dstPort) {
        return tcp(hop, src, dst, srcPort, dstPort, 1, 0, TcpFlags.SYN, new byte[0]);
    }

    /** A UDP datagram. */
    public static byte[] udp(Hop hop, IpAddress src, IpAddress dst, int srcPort, int dstPort, byte[] payload) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
        datagram.putShort((short) srcPort).putShort((short) dstPort).putShort((short) (8 + payload.length));
        datagram.putShort((short) 0).put(payload);
        return ip(hop, src, dst, 17, datagram.array(), 6, TTL);
    }

    private static byte[] ip(
            Hop hop, IpAddress src, IpAddress dst, int protocol, byte[] segment, int checksumAt, int ttl) {
        if (src.isV4() != dst.isV4()) {
            throw new IllegalArgumentException("src and dst must be of one address family: " + src + ", " + dst);
        }
        int covered = protocol == 1 ? Checksum.of(segment, 0, segment.length) : covered(src, dst, protocol, segment);
        segment[checksumAt] = (byte) (covered >>> 8);
        segment[checksumAt + 1] = (byte) covered;
        return src.isV4() ? ipv4(hop, src, dst, protocol, segment, ttl) : ipv6(hop, src, dst, protocol, segment, ttl);
    }

    private static int covered(IpAddress src, IpAddress dst, int protocol, byte[] segment) {
        int checksum = Checksum.ofSegment(src, dst, protocol, segment, 0, segment.length);
        boolean zeroMeansNone = protocol == 17 && checksum == 0;
        return zeroMeansNone ? 0xffff : checksum;
    }

    private static byte[] ipv4(Hop hop, IpAddress src, IpAddress dst, int protocol, byte[] segment, int ttl) {
        ByteBuffer packet = ByteBuffer.allocate(20 + segment.length);
        packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0);
        packet.put((byte) ttl).put((byte) protocol).putShort((short) 0);
        packet.putInt(src.v4Bits()).putInt(dst.v4Bits()).put(segment);
        packet.putShort(10, (short) Checksum.of(packet.array(), 0, 20));
        return ethernet(hop, EtherType.IPV4, packet.array());
    }

    private static byte[] ipv6(Hop hop, IpAddress src, IpAddress dst, int protocol, byte[] segment, int ttl) {
        ByteBuffer packet = ByteBuffer.allocate(40 + segment.length);
        packet.putInt(0x6000_0000)
                .putShort((short) segment.length)
                .put((byte) protocol)
                .put((byte) ttl);
        packet.put(src.toBytes()).put(dst.toBytes()).put(segment);
        return ethernet(hop, EtherType.IPV6, packet.array());
    }

    private static void putMac(ByteBuffer buffer, MacAddress mac) {
        buffer.putShort((short) (mac.value() >>> 32)).putInt((int) mac.value());
    }
}
