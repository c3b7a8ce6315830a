package io.sentinelsdn.controller.ofctl;

import java.util.Map;

/** What else a match must say before it may say this (OpenFlow 1.3.5 section 7.2.3.8). */
enum Needs {
    NOTHING(""),
    VLAN("vlan_vid"),
    IP("eth_type 2048 (IPv4) or 34525 (IPv6)"),
    IPV4("eth_type 2048 (IPv4)"),
    IPV6("eth_type 34525 (IPv6)"),
    ARP("eth_type 2054 (ARP)"),
    MPLS("eth_type 34887 or 34888 (MPLS)"),
    PBB("eth_type 35047 (PBB)"),
    TCP("ip_proto 6 (TCP)"),
    UDP("ip_proto 17 (UDP)"),
    SCTP("ip_proto 132 (SCTP)"),
    ICMPV4("eth_type 2048 and ip_proto 1 (ICMP)"),
    ICMPV6("eth_type 34525 and ip_proto 58 (ICMPv6)"),
    ND("icmpv6_type 135 or 136 (neighbour discovery)");

    private static final int ETH_IPV4 = 0x0800;
    private static final int ETH_IPV6 = 0x86dd;

    /** For people. */
    final String words;

    Needs(String words) {
        this.words = words;
    }

    boolean isMetBy(Map<MatchField, OxmField> match) {
        long ethType = value(match, MatchField.ETH_TYPE);
        long protocol = value(match, MatchField.IP_PROTO);
        return switch (this) {
            case NOTHING -> true;
            case VLAN -> match.containsKey(MatchField.VLAN_VID);
            case IP -> ethType == ETH_IPV4 || ethType == ETH_IPV6;
            case IPV4 -> ethType == ETH_IPV4;
            case IPV6 -> ethType == ETH_IPV6;
            case ARP -> ethType == 0x0806;
            case MPLS -> ethType == 0x8847 || ethType == 0x8848;
            case PBB -> ethType == 0x88e7;
            case TCP -> protocol == 6;
            case UDP -> protocol == 17;
            case SCTP -> protocol == 132;
            case ICMPV4 -> ethType == ETH_IPV4 && protocol == 1;
            case ICMPV6 -> ethType == ETH_IPV6 && protocol == 58;
            case ND -> value(match, MatchField.ICMPV6_TYPE) == 135 || value(match, MatchField.ICMPV6_TYPE) == 136;
        };
    }

    private static long value(Map<MatchField, OxmField> match, MatchField field) {
        OxmField present = match.get(field);
        return present == null ? -1 : present.lo();
    }
}
