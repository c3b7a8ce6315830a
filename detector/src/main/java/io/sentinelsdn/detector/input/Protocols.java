package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import java.util.Locale;

/** Protocols as files write them. */
final class Protocols {
    private Protocols() {}

    /** Number of a protocol given by name or number; blank is unknown. */
    static int parse(String text) throws BadValue {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> FlowFeatures.UNKNOWN_PROTOCOL;
            case "icmp" -> 1;
            case "tcp" -> 6;
            case "udp" -> 17;
            case "icmpv6" -> 58;
            default -> number(text);
        };
    }

    private static int number(String text) throws BadValue {
        if (!text.matches("[0-9]{1,3}(\\.0+)?")) {
            throw new BadValue("protocol must be tcp, udp, icmp or a number: '" + Columns.shortened(text) + "'");
        }
        return (int) Double.parseDouble(text);
    }
}
