package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.simulator.frame.EtherType;
import io.sentinelsdn.simulator.frame.HeaderField;
import java.util.HashMap;
import java.util.Map;

/** The match fields this switch knows, by their number on the wire (OpenFlow 1.3.5 section 7.2.3.7). */
enum OxmField {
    IN_PORT(0, 4, false, HeaderField.IN_PORT),
    METADATA(2, 8, true, HeaderField.METADATA),
    ETH_DST(3, 6, true, HeaderField.ETH_DST),
    ETH_SRC(4, 6, true, HeaderField.ETH_SRC),
    ETH_TYPE(5, 2, false, HeaderField.ETH_TYPE),
    VLAN_VID(6, 2, true, HeaderField.VLAN_VID),
    VLAN_PCP(7, 1, false, HeaderField.VLAN_PCP),
    IP_DSCP(8, 1, false, HeaderField.IP_DSCP, EtherType.IPV4, EtherType.IPV6),
    IP_ECN(9, 1, false, HeaderField.IP_ECN, EtherType.IPV4, EtherType.IPV6),
    IP_PROTO(10, 1, false, HeaderField.IP_PROTO, EtherType.IPV4, EtherType.IPV6),
    IPV4_SRC(11, 4, true, HeaderField.SRC_LO, EtherType.IPV4),
    IPV4_DST(12, 4, true, HeaderField.DST_LO, EtherType.IPV4),
    TCP_SRC(13, 2, false, HeaderField.TP_SRC, 6),
    TCP_DST(14, 2, false, HeaderField.TP_DST, 6),
    UDP_SRC(15, 2, false, HeaderField.TP_SRC, 17),
    UDP_DST(16, 2, false, HeaderField.TP_DST, 17),
    ICMPV4_TYPE(19, 1, false, HeaderField.TP_SRC, 1),
    ICMPV4_CODE(20, 1, false, HeaderField.TP_DST, 1),
    ARP_OP(21, 2, false, HeaderField.ARP_OP, EtherType.ARP),
    ARP_SPA(22, 4, true, HeaderField.SRC_LO, EtherType.ARP),
    ARP_TPA(23, 4, true, HeaderField.DST_LO, EtherType.ARP),
    IPV6_SRC(26, 16, true, HeaderField.SRC_LO, EtherType.IPV6),
    IPV6_DST(27, 16, true, HeaderField.DST_LO, EtherType.IPV6),
    ICMPV6_TYPE(29, 1, false, HeaderField.TP_SRC, 58),
    ICMPV6_CODE(30, 1, false, HeaderField.TP_DST, 58),
    /** Open vSwitch's extension: ONF experimenter class, field 42. */
    TCP_FLAGS(-1, 2, true, HeaderField.TCP_FLAGS, 6);

    private static final Map<Integer, OxmField> BY_NUMBER = new HashMap<>();

    final int length;
    final boolean maskable;
    final HeaderField header;
    private final int number;
    private final int required;
    private final int alternative;

    OxmField(int number, int length, boolean maskable, HeaderField header, int required, int alternative) {
        this.number = number;
        this.length = length;
        this.maskable = maskable;
        this.header = header;
        this.required = required;
        this.alternative = alternative;
    }

    OxmField(int number, int length, boolean maskable, HeaderField header, int required) {
        this(number, length, maskable, header, required, required);
    }

    OxmField(int number, int length, boolean maskable, HeaderField header) {
        this(number, length, maskable, header, 0);
    }

    static {
        for (OxmField field : values()) {
            BY_NUMBER.put(field.number, field);
        }
    }

    /** The field of this number in the basic class, or null. */
    static OxmField basic(int number) {
        return number < 0 ? null : BY_NUMBER.get(number);
    }

    /**
     * Writes the OXM header that names the field.
     *
     * @param withMask whether to say that it may be masked, if it may
     */
    void writeHeader(ByteBuf out, boolean withMask) {
        int mask = withMask && maskable ? 1 : 0;
        if (this == TCP_FLAGS) {
            out.writeShort(0xffff).writeByte((OxmParser.ONF_TCP_FLAGS << 1) | mask);
            out.writeByte(4 + (length << mask)).writeInt(OxmParser.ONF);
        } else {
            out.writeShort(0x8000).writeByte((number << 1) | mask).writeByte(length << mask);
        }
    }

    /** The upper half of an IPv6 address, or null. */
    HeaderField upperHalf() {
        return switch (this) {
            case IPV6_SRC -> HeaderField.SRC_HI;
            case IPV6_DST -> HeaderField.DST_HI;
            default -> null;
        };
    }

    /** Whether a match that already holds these words may hold this field as well. */
    boolean allowedIn(long[] words) {
        if (required == 0) {
            return true;
        }
        boolean byEtherType = required > 0xff;
        long present = (byEtherType ? HeaderField.ETH_TYPE : HeaderField.IP_PROTO).get(words);
        return present == required || present == alternative;
    }
}
