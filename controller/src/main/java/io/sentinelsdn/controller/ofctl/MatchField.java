package io.sentinelsdn.controller.ofctl;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The match fields of OpenFlow 1.3.5 section 7.2.3.7 in the order of their numbers, which is also the order in which a
 * match is written, so that a prerequisite stands before what needs it; at the end Open vSwitch's {@code tcp_flags}.
 */
enum MatchField {
    IN_PORT(0, 32, FieldText.PORT, false, Needs.NOTHING),
    IN_PHY_PORT(1, 32, FieldText.PORT, false, Needs.NOTHING),
    METADATA(2, 64, FieldText.NUMBER, true, Needs.NOTHING),
    ETH_DST(3, 48, FieldText.MAC, true, Needs.NOTHING),
    ETH_SRC(4, 48, FieldText.MAC, true, Needs.NOTHING),
    ETH_TYPE(5, 16, FieldText.NUMBER, false, Needs.NOTHING),
    VLAN_VID(6, 13, FieldText.VLAN, true, Needs.NOTHING),
    VLAN_PCP(7, 3, FieldText.NUMBER, false, Needs.VLAN),
    IP_DSCP(8, 6, FieldText.NUMBER, false, Needs.IP),
    IP_ECN(9, 2, FieldText.NUMBER, false, Needs.IP),
    IP_PROTO(10, 8, FieldText.NUMBER, false, Needs.IP),
    IPV4_SRC(11, 32, FieldText.IPV4, true, Needs.IPV4),
    IPV4_DST(12, 32, FieldText.IPV4, true, Needs.IPV4),
    TCP_SRC(13, 16, FieldText.NUMBER, false, Needs.TCP),
    TCP_DST(14, 16, FieldText.NUMBER, false, Needs.TCP),
    UDP_SRC(15, 16, FieldText.NUMBER, false, Needs.UDP),
    UDP_DST(16, 16, FieldText.NUMBER, false, Needs.UDP),
    SCTP_SRC(17, 16, FieldText.NUMBER, false, Needs.SCTP),
    SCTP_DST(18, 16, FieldText.NUMBER, false, Needs.SCTP),
    ICMPV4_TYPE(19, 8, FieldText.NUMBER, false, Needs.ICMPV4),
    ICMPV4_CODE(20, 8, FieldText.NUMBER, false, Needs.ICMPV4),
    ARP_OP(21, 16, FieldText.NUMBER, false, Needs.ARP),
    ARP_SPA(22, 32, FieldText.IPV4, true, Needs.ARP),
    ARP_TPA(23, 32, FieldText.IPV4, true, Needs.ARP),
    ARP_SHA(24, 48, FieldText.MAC, true, Needs.ARP),
    ARP_THA(25, 48, FieldText.MAC, true, Needs.ARP),
    IPV6_SRC(26, 128, FieldText.IPV6, true, Needs.IPV6),
    IPV6_DST(27, 128, FieldText.IPV6, true, Needs.IPV6),
    IPV6_FLABEL(28, 20, 4, FieldText.NUMBER, true, Needs.IPV6),
    ICMPV6_TYPE(29, 8, FieldText.NUMBER, false, Needs.ICMPV6),
    ICMPV6_CODE(30, 8, FieldText.NUMBER, false, Needs.ICMPV6),
    IPV6_ND_TARGET(31, 128, FieldText.IPV6, false, Needs.ND),
    IPV6_ND_SLL(32, 48, FieldText.MAC, false, Needs.ND),
    IPV6_ND_TLL(33, 48, FieldText.MAC, false, Needs.ND),
    MPLS_LABEL(34, 20, 4, FieldText.NUMBER, false, Needs.MPLS),
    MPLS_TC(35, 3, FieldText.NUMBER, false, Needs.MPLS),
    MPLS_BOS(36, 1, FieldText.NUMBER, false, Needs.MPLS),
    PBB_ISID(37, 24, FieldText.NUMBER, true, Needs.PBB),
    TUNNEL_ID(38, 64, FieldText.NUMBER, true, Needs.NOTHING),
    IPV6_EXTHDR(39, 9, FieldText.NUMBER, true, Needs.IPV6),
    /** ONF experimenter field 42, in Open vSwitch also Nicira class field 34. */
    TCP_FLAGS(42, 12, FieldText.NUMBER, true, Needs.TCP);

    /** {@code OFPVID_PRESENT}: the frame has a VLAN tag. */
    static final int VLAN_PRESENT = 0x1000;

    private static final Map<String, MatchField> BY_NAME = new HashMap<>();
    private static final Map<Integer, MatchField> BY_NUMBER = new HashMap<>();
    /** The names of OpenFlow 1.0 that Ryu reads too. {@code tp_…}, {@code nw_src} and {@code nw_dst} depend on others. */
    private static final Map<String, MatchField> OLD_NAMES = Map.of(
            "dl_dst", ETH_DST,
            "dl_src", ETH_SRC,
            "dl_type", ETH_TYPE,
            "dl_vlan", VLAN_VID,
            "dl_vlan_pcp", VLAN_PCP,
            "nw_proto", IP_PROTO,
            "nw_ecn", IP_ECN);

    final int number;
    final int bits;
    final int bytes;
    final FieldText text;
    final boolean maskable;
    final Needs needs;

    static {
        for (MatchField field : values()) {
            BY_NAME.put(field.wireName(), field);
            if (field != TCP_FLAGS) {
                BY_NUMBER.put(field.number, field);
            }
        }
        BY_NAME.putAll(OLD_NAMES);
    }

    MatchField(int number, int bits, FieldText text, boolean maskable, Needs needs) {
        this(number, bits, (bits + 7) / 8, text, maskable, needs);
    }

    MatchField(int number, int bits, int bytes, FieldText text, boolean maskable, Needs needs) {
        this.number = number;
        this.bits = bits;
        this.bytes = bytes;
        this.text = text;
        this.maskable = maskable;
        this.needs = needs;
    }

    /** The field of a name, new or old, or null. */
    static MatchField named(String name) {
        return BY_NAME.get(name);
    }

    /** The field of this number in the basic class, or null. */
    static MatchField basic(int number) {
        return BY_NUMBER.get(number);
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All ones in the lower half of a mask over the bytes of the field. */
    long fullLo() {
        return bytes >= 8 ? -1 : (1L << (8 * bytes)) - 1;
    }

    long fullHi() {
        return bytes == 16 ? -1 : 0;
    }
}
