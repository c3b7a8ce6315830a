package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.ofctl.BadField;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns values by name, new or old ones, into {@code ofp_match}. Stateless. */
final class MatchWriter {
    private static final String NAMES =
            "a match field of OpenFlow 1.3 such as in_port, eth_type, ipv4_src, ip_proto, tcp_dst";

    private MatchWriter() {}

    /**
     * Reads and checks the fields.
     *
     * @throws BadField for an unknown name, a bad value, a field twice, or one whose prerequisite is missing
     */
    static Map<MatchField, OxmField> parse(Map<String, Object> written) {
        Map<MatchField, OxmField> match = new EnumMap<>(MatchField.class);
        for (String early : new String[] {"eth_type", "dl_type", "ip_proto", "nw_proto"}) {
            if (written.containsKey(early)) {
                put(match, early, written.get(early));
            }
        }
        Map<String, Object> rest = new LinkedHashMap<>(written);
        rest.keySet().removeAll(java.util.Set.of("eth_type", "dl_type", "ip_proto", "nw_proto"));
        rest.forEach((name, value) -> put(match, name, value));
        match.forEach((field, value) -> {
            if (!field.needs.isMetBy(match)) {
                String name = "match." + field.wireName();
                throw BadField.saying(name, name + " needs " + field.needs.words + " beside it", field.needs.words);
            }
        });
        match.values().removeIf(OxmField::matchesAll);
        return match;
    }

    /** Writes the match with its padding. */
    static void write(ByteBuf out, Map<MatchField, OxmField> match) {
        int at = out.writerIndex();
        out.writeShort(1).writeShort(0);
        match.values().forEach(field -> field.write(out));
        int length = out.writerIndex() - at;
        out.setShort(at + 2, length);
        out.writeZero(((length + 7) & ~7) - length);
    }

    /** The fields in canonical words. */
    static Map<String, Object> show(Map<MatchField, OxmField> match) {
        Map<String, Object> shown = new LinkedHashMap<>();
        match.forEach((field, value) -> shown.put(field.wireName(), field.text.show(value)));
        return shown;
    }

    private static void put(Map<MatchField, OxmField> match, String name, Object value) {
        MatchField field = field(name, match);
        if (field == null) {
            throw BadField.saying("match." + Numbers.cut(name), "unknown match field: " + Numbers.cut(name), NAMES);
        }
        if (match.put(field, field.text.read(field, "match." + name, value)) != null) {
            throw BadField.saying("match." + name, "match says " + field.wireName() + " twice", "once");
        }
    }

    /** {@code tp_src} is of the protocol that the match says, {@code nw_src} of IPv4 or ARP. */
    private static MatchField field(String name, Map<MatchField, OxmField> match) {
        OxmField protocol = match.get(MatchField.IP_PROTO);
        OxmField type = match.get(MatchField.ETH_TYPE);
        boolean udp = protocol != null && protocol.lo() == 17;
        boolean sctp = protocol != null && protocol.lo() == 132;
        boolean arp = type != null && type.lo() == 0x0806;
        return switch (name) {
            case "tp_src" -> udp ? MatchField.UDP_SRC : sctp ? MatchField.SCTP_SRC : MatchField.TCP_SRC;
            case "tp_dst" -> udp ? MatchField.UDP_DST : sctp ? MatchField.SCTP_DST : MatchField.TCP_DST;
            case "nw_src" -> arp ? MatchField.ARP_SPA : MatchField.IPV4_SRC;
            case "nw_dst" -> arp ? MatchField.ARP_TPA : MatchField.IPV4_DST;
            default -> MatchField.named(name);
        };
    }
}
