package io.sentinelsdn.domain.net;

/** IP protocol numbers (IANA) and TCP flag bits (RFC 9293) used across modules. */
public final class IpProto {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;
    /** Never assigned (RFC 5237); no rule can name it. */
    public static final int RESERVED = 255;

    public static final int TCP_FIN = 0x01;
    public static final int TCP_SYN = 0x02;
    public static final int TCP_RST = 0x04;
    public static final int TCP_PSH = 0x08;
    public static final int TCP_ACK = 0x10;

    private IpProto() {}

    /** Lower-case name for people and metrics: {@code tcp, udp, icmp, icmpv6} or the number. */
    public static String name(int protocol) {
        return switch (protocol) {
            case ICMP -> "icmp";
            case TCP -> "tcp";
            case UDP -> "udp";
            case ICMPV6 -> "icmpv6";
            default -> Integer.toString(protocol);
        };
    }

    /** ICMP for IPv4 or IPv6. */
    public static boolean isIcmp(int protocol) {
        return protocol == ICMP || protocol == ICMPV6;
    }
}
