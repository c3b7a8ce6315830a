package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.Prefix;
import java.util.Locale;
import java.util.stream.IntStream;

/** Words of the network from text, or a {@link Problem} 422. */
final class Inputs {
    private static final String PREFIX = "an IPv4 or IPv6 address or prefix";

    private Inputs() {}

    static Prefix prefix(String field, String text) {
        try {
            return Prefix.parse(text.strip());
        } catch (IllegalArgumentException malformed) {
            throw Problem.invalidValue(field, field + " must be " + PREFIX + ": " + Problem.shorten(text), PREFIX);
        }
    }

    static IpAddress address(String field, String text) {
        try {
            return IpAddress.parse(text.strip());
        } catch (IllegalArgumentException malformed) {
            String allowed = "an IPv4 or IPv6 address";
            throw Problem.invalidValue(field, field + " must be " + allowed + ": " + Problem.shorten(text), allowed);
        }
    }

    static Dpid dpid(String field, String text) {
        try {
            return Dpid.parse(text);
        } catch (IllegalArgumentException malformed) {
            String allowed = "16 hexadecimal digits, 0x… or a decimal number";
            throw Problem.invalidValue(field, field + " must be " + allowed + ": " + Problem.shorten(text), allowed);
        }
    }

    /** A protocol by name or number. */
    static int protocol(String field, String text) {
        String name = text.toLowerCase(Locale.ROOT);
        return IntStream.range(0, 256)
                .filter(number -> IpProto.name(number).equals(name)
                        || Integer.toString(number).equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.invalidValue(
                        field,
                        field + " must be tcp, udp, icmp, icmpv6 or 0 to 255: " + Problem.shorten(text),
                        "tcp, udp, icmp, icmpv6 or 0 to 255"));
    }
}
