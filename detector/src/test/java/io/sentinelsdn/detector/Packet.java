package io.sentinelsdn.detector;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;

/** Some equal packets that enter a switch port at one moment. */
record Packet(
        int inPort,
        IpAddress src,
        IpAddress dst,
        int protocol,
        int srcPort,
        int dstPort,
        int flags,
        int bytes,
        long count) {
    static final int SYN = IpProto.TCP_SYN;
    static final int SYN_ACK = IpProto.TCP_SYN | IpProto.TCP_ACK;
    static final int ACK = IpProto.TCP_ACK;
    static final int RST = IpProto.TCP_RST;
    static final int FIN_ACK = IpProto.TCP_FIN | IpProto.TCP_ACK;

    static Packet tcp(int inPort, IpAddress src, int srcPort, IpAddress dst, int dstPort, int flags) {
        return new Packet(inPort, src, dst, IpProto.TCP, srcPort, dstPort, flags, 66, 1);
    }

    static Packet udp(int inPort, IpAddress src, int srcPort, IpAddress dst, int dstPort) {
        return new Packet(inPort, src, dst, IpProto.UDP, srcPort, dstPort, 0, 100, 1);
    }

    static Packet icmp(int inPort, IpAddress src, IpAddress dst, int type) {
        int protocol = src.isV4() ? IpProto.ICMP : IpProto.ICMPV6;
        return new Packet(inPort, src, dst, protocol, type, 0, 0, 98, 1);
    }

    static Packet echo(int inPort, IpAddress src, IpAddress dst) {
        return icmp(inPort, src, dst, src.isV4() ? 8 : 128);
    }

    static Packet echoReply(int inPort, IpAddress src, IpAddress dst) {
        return icmp(inPort, src, dst, src.isV4() ? 0 : 129);
    }

    Packet times(long newCount, int newBytes) {
        return new Packet(inPort, src, dst, protocol, srcPort, dstPort, flags, newBytes, newCount);
    }

    boolean isInitialSyn() {
        return protocol == IpProto.TCP && (flags & 0x17) == IpProto.TCP_SYN;
    }
}
