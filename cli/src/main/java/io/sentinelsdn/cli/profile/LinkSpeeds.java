package io.sentinelsdn.cli.profile;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.slice.SwitchPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads speeds of links: {@code dpid:port=mbps} with commas between. Stateless. */
final class LinkSpeeds {
    private static final int MOST_MBPS = 100_000;

    private LinkSpeeds() {}

    /**
     * Speeds in Mbit/s by switch port.
     *
     * @throws IllegalArgumentException if a part is none
     */
    static Map<SwitchPort, Integer> parse(String text) {
        Map<SwitchPort, Integer> speeds = new HashMap<>();
        for (String part : text.split(",", -1)) {
            String link = part.strip();
            if (link.isEmpty()) {
                continue;
            }
            int equals = link.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(link);
            }
            int mbps = Integer.parseInt(link.substring(equals + 1).strip());
            if (mbps < 1 || mbps > MOST_MBPS) {
                throw new IllegalArgumentException(link);
            }
            speeds.put(port(link.substring(0, equals).strip()), mbps);
        }
        return Map.copyOf(speeds);
    }

    /**
     * Ports written {@code dpid:port} with commas between.
     *
     * @throws IllegalArgumentException if a part is none
     */
    static List<SwitchPort> ports(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(port -> !port.isEmpty())
                .map(LinkSpeeds::port)
                .toList();
    }

    /**
     * A port written {@code dpid:port}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static SwitchPort port(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("switch port must be dpid:port: " + text);
        }
        return new SwitchPort(Dpid.parse(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }
}
