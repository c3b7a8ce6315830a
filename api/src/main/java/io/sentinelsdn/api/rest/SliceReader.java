package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.ofctl.BadField;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SwitchPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads a slice from a body; what is missing or null keeps what was there before, but null takes {@code floor} and
 * {@code ceiling} away. Stateless.
 */
final class SliceReader {
    /** All that may be in a body; what only we write is left alone, so that what was read can be sent back. */
    static final List<String> FIELDS = List.of(
            "name",
            "bandwidth",
            "priority",
            "min_bandwidth",
            "match",
            "isolated",
            "dynamic",
            "floor",
            "ceiling",
            "status",
            "id",
            "reasons",
            "queue_id",
            "revision",
            "stats",
            "created_at",
            "updated_at");

    private static final List<String> MATCH =
            List.of("prefixes", "hosts", "vlan_ids", "switch_ports", "protocol", "ports");
    private static final String NULL = "null";
    private static final int LONGEST = 200;
    private static final int MAX_16 = 65_535;
    private static final String PORT = "an object with dpid and port, or a text such as 0000000000000001:3";

    private SliceReader() {}

    /**
     * The slice that is wanted.
     *
     * @param before what was wanted, or null for a new slice
     * @throws Problem 422
     */
    static SliceSpec read(JsonBody body, SliceSpec before) {
        String name = body.text("name", LONGEST).orElse(before == null ? null : before.name());
        if (name == null) {
            throw Problem.missing("name", "1 to 64 characters");
        }
        if (before == null && !body.has("bandwidth")) {
            throw Problem.missing("bandwidth", "Mbit/s, 1 to " + SliceSpec.MOST_BANDWIDTH);
        }
        if (before == null && !body.has("match")) {
            throw Problem.missing("match", MATCH);
        }
        boolean same = before != null;
        try {
            return new SliceSpec(
                    name,
                    number(body, "bandwidth", same ? (Integer) before.bandwidth() : null),
                    number(body, "priority", same ? before.priority() : 0),
                    number(body, "min_bandwidth", same ? before.minBandwidth() : 0),
                    body.has("match") ? match(body.map("match")) : before.match(),
                    flag(body, "isolated", same && before.isolated()),
                    flag(body, "dynamic", same && before.dynamic()),
                    number(body, "floor", same && !body.hasNull("floor") ? before.floor() : null),
                    number(body, "ceiling", same && !body.hasNull("ceiling") ? before.ceiling() : null),
                    enabled(body, !same || before.enabled()));
        } catch (BadField bad) {
            throw Problem.invalidValue(bad.field(), bad.getMessage(), bad.allowed());
        }
    }

    private static boolean enabled(JsonBody body, boolean standard) {
        String status = body.text("status", LONGEST).orElse(standard ? "active" : "disabled");
        List<String> allowed = List.of("active", "disabled", "pending", "degraded", "quarantined");
        if (!allowed.contains(status)) {
            throw Problem.invalidValue("status", "status must be active or disabled", List.of("active", "disabled"));
        }
        return !status.equals("disabled");
    }

    private static boolean flag(JsonBody body, String field, boolean standard) {
        return body.has(field) ? body.flag(field, standard) : standard;
    }

    private static Integer number(JsonBody body, String field, Integer standard) {
        return body.has(field) ? (Integer) (int) body.number(field, 0, SliceSpec.MOST_BANDWIDTH, 0) : standard;
    }

    private static SliceMatch match(Map<String, Object> match) {
        for (String field : new TreeSet<>(match.keySet())) {
            if (!MATCH.contains(field)) {
                throw Problem.unknownField("match." + field, MATCH);
            }
        }
        List<Prefix> prefixes = new ArrayList<>();
        for (Object prefix : list(match, "prefixes")) {
            prefixes.add(Inputs.prefix("match.prefixes", String.valueOf(prefix)));
        }
        List<IpAddress> hosts = new ArrayList<>();
        List<MacAddress> macs = new ArrayList<>();
        for (Object host : list(match, "hosts")) {
            host(String.valueOf(host), hosts, macs);
        }
        List<SwitchPort> ports = new ArrayList<>();
        for (Object port : list(match, "switch_ports")) {
            ports.add(port(port));
        }
        Object protocol = match.get("protocol");
        return new SliceMatch(
                prefixes,
                hosts,
                macs,
                numbers(match, "vlan_ids"),
                ports,
                protocol == null || NULL.equals(protocol)
                        ? null
                        : (Integer) Inputs.protocol("match.protocol", String.valueOf(protocol)),
                numbers(match, "ports"));
    }

    private static void host(String text, List<IpAddress> hosts, List<MacAddress> macs) {
        try {
            if (text.matches("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
                macs.add(MacAddress.parse(text));
            } else {
                hosts.add(IpAddress.parse(text));
            }
        } catch (IllegalArgumentException malformed) {
            String allowed = "an IPv4, IPv6 or Ethernet address";
            throw Problem.invalidValue(
                    "match.hosts", "match.hosts must be " + allowed + ": " + Problem.shorten(text), allowed);
        }
    }

    private static SwitchPort port(Object written) {
        try {
            if (written instanceof Map<?, ?> fields && fields.keySet().equals(java.util.Set.of("dpid", "port"))) {
                int number = Integers.upTo("match.switch_ports.port", fields.get("port"), MAX_16);
                return new SwitchPort(
                        Inputs.dpid("match.switch_ports.dpid", String.valueOf(fields.get("dpid"))), number);
            }
            String text = String.valueOf(written);
            int colon = text.lastIndexOf(':');
            if (colon > 0) {
                return new SwitchPort(
                        Inputs.dpid("match.switch_ports", text.substring(0, colon)),
                        Integer.parseInt(text.substring(colon + 1)));
            }
        } catch (NumberFormatException malformed) {
            // Said below.
        } catch (IllegalArgumentException outside) {
            throw Problem.invalidValue("match.switch_ports", String.valueOf(outside.getMessage()), PORT);
        }
        throw Problem.invalidValue("match.switch_ports", "match.switch_ports must be " + PORT, PORT);
    }

    private static List<Integer> numbers(Map<String, Object> match, String field) {
        List<Integer> numbers = new ArrayList<>();
        for (Object number : list(match, field)) {
            numbers.add(Integers.upTo("match." + field, number, MAX_16));
        }
        return numbers;
    }

    private static List<?> list(Map<String, Object> match, String field) {
        Object value = match.get(field);
        if (value == null || NULL.equals(value)) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw Problem.invalidValue("match." + field, "match." + field + " must be a list", "a list");
        }
        return list;
    }
}
