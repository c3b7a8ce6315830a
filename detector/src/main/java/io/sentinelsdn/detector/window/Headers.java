package io.sentinelsdn.detector.window;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;

/** What header fields say about a packet. */
public final class Headers {
    private static final int SYN_ACK_RST_FIN = IpProto.TCP_SYN | IpProto.TCP_ACK | IpProto.TCP_RST | IpProto.TCP_FIN;

    private Headers() {}

    /** The first packet of a TCP connection: SYN alone. */
    public static boolean isInitialSyn(int protocol, int flags) {
        return protocol == IpProto.TCP && (flags & SYN_ACK_RST_FIN) == IpProto.TCP_SYN;
    }

    /** A port that web servers listen at. */
    public static boolean isWebPort(int port) {
        return port == 80 || port == 443 || port == 8000 || port == 8080 || port == 8443;
    }

    /** A TCP packet that only a connection which got further than its SYN would send. */
    public static boolean isFollowUp(int protocol, int flags) {
        return protocol == IpProto.TCP && (flags & (IpProto.TCP_SYN | IpProto.TCP_RST)) == 0;
    }

    /** A refusal: no answer, however many there are. */
    static boolean isReset(int protocol, int flags) {
        return protocol == IpProto.TCP && (flags & IpProto.TCP_RST) != 0;
    }

    /**
     * An ICMP message that asks its receiver for something (echo and other requests); answers, errors and neighbour
     * discovery are none (RFC 792, RFC 4443, RFC 4861).
     */
    public static boolean isIcmpRequest(int protocol, int type) {
        if (protocol == IpProto.ICMP) {
            return type == 8 || type == 13 || type == 15 || type == 17;
        }
        return protocol == IpProto.ICMPV6 && (type == 128 || type == 139);
    }

    /** An echo reply: who gets many of them without an entry for their questions did not ask. */
    public static boolean isIcmpReply(int protocol, int type) {
        return (protocol == IpProto.ICMP && type == 0) || (protocol == IpProto.ICMPV6 && type == 129);
    }

    /** The ICMP type that answers this one, or that this one answers; -1 when there is none. */
    public static int icmpCounterpart(int protocol, int type) {
        int request = protocol == IpProto.ICMP ? 8 : 128;
        int answer = protocol == IpProto.ICMP ? 0 : 129;
        return type == request ? answer : type == answer ? request : -1;
    }

    /** Type and code in one number that a message shares with its counterpart. */
    public static int icmpConversation(int protocol, int type, int code) {
        return Math.max(type, icmpCounterpart(protocol, type)) << 16 | code;
    }

    /** See {@link IpAddress#isMulticast()}, without the object. */
    public static boolean isMulticast(long hi, long lo) {
        return IpAddress.isV4(hi, lo) ? ((int) lo >>> 28) == 0xe || (int) lo == -1 : (hi >>> 56) == 0xff;
    }
}
