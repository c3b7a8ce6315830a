package io.sentinelsdn.domain.flow;

import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.Prefix;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * What a rule matches; {@code null} leaves a field open. All fields are OXM basic fields (OpenFlow 1.3.5 section
 * 7.2.3.7) except {@code tcpSyn}.
 *
 * @param inPort ingress port, or null
 * @param src source prefix, or null
 * @param dst destination prefix, or null; same family as {@code src}
 * @param ipProto IP protocol, 0 to 254, or null
 * @param srcPort TCP or UDP source port, needs {@code ipProto}, or null
 * @param dstPort TCP or UDP destination port, needs {@code ipProto}, or null
 * @param icmpType ICMP type, needs {@code ipProto} 1 or 58, or null
 * @param tcpSyn only TCP segments with SYN and without ACK; the switch needs Open vSwitch's {@code tcp_flags} match,
 *     elsewhere the rule is widened to the rest of the match
 * @param ipVersion 4 or 6 when neither prefix says it, or null for any frame
 */
@RecordBuilder
public record Match(
        Integer inPort,
        Prefix src,
        Prefix dst,
        Integer ipProto,
        Integer srcPort,
        Integer dstPort,
        Integer icmpType,
        boolean tcpSyn,
        Integer ipVersion)
        implements MatchBuilder.With {
    public Match {
        if (src != null && dst != null && src.address().isV4() != dst.address().isV4()) {
            throw new IllegalArgumentException("src and dst must be of one address family: " + src + ", " + dst);
        }
        if (src != null || dst != null) {
            ipVersion = (src != null ? src : dst).address().isV4() ? 4 : 6;
        }
        if (ipVersion != null && ipVersion != 4 && ipVersion != 6) {
            throw new IllegalArgumentException("ipVersion must be 4 or 6: " + ipVersion);
        }
        if (ipProto != null && ipVersion == null) {
            throw new IllegalArgumentException("ipProto needs an address or ipVersion");
        }
        if (ipProto != null && (ipProto < 0 || ipProto >= IpProto.RESERVED)) {
            throw new IllegalArgumentException(
                    "ipProto must be between 0 and 254, 255 is reserved (RFC 5237): " + ipProto);
        }
        if ((srcPort != null || dstPort != null) && (ipProto == null || (ipProto != 6 && ipProto != 17))) {
            throw new IllegalArgumentException("ports need ipProto 6 or 17: " + ipProto);
        }
        if (icmpType != null && (ipProto == null || (ipProto != 1 && ipProto != 58))) {
            throw new IllegalArgumentException("icmpType needs ipProto 1 or 58: " + ipProto);
        }
        if (tcpSyn && (ipProto == null || ipProto != 6)) {
            throw new IllegalArgumentException("tcpSyn needs ipProto 6: " + ipProto);
        }
    }

    /** Everything from one source. */
    public static Match source(Prefix src) {
        return new Match(null, src, null, null, null, null, null, false, null);
    }

    /** Everything to one destination. */
    public static Match destination(Prefix dst) {
        return new Match(null, null, dst, null, null, null, null, false, null);
    }

    public Match withProto(int protocol) {
        return withIpProto(protocol);
    }

    /** One line in the words of ovs-ofctl, for people. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        add(text, "in_port", inPort);
        add(text, "ip", ipVersion);
        add(text, "src", src);
        add(text, "dst", dst);
        add(text, "proto", ipProto == null ? null : IpProto.name(ipProto));
        add(text, "src_port", srcPort);
        add(text, "dst_port", dstPort);
        add(text, "icmp_type", icmpType);
        add(text, "tcp_flags", tcpSyn ? "+syn-ack" : null);
        return text.length() == 0 ? "any" : text.toString();
    }

    private static void add(StringBuilder text, String name, Object value) {
        if (value != null) {
            text.append(text.length() == 0 ? "" : ",").append(name).append('=').append(value);
        }
    }
}
