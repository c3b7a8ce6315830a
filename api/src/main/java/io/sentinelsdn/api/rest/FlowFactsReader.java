package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.domain.model.FlowFacts;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A flow in JSON. Whatever is wrong is a {@link Problem} 422 that names the flow and the field. */
final class FlowFactsReader {
    static final List<String> FIELDS = List.of(
            "src_ip",
            "dst_ip",
            "protocol",
            "src_port",
            "dst_port",
            "packets",
            "bytes",
            "duration",
            "reverse_packets",
            "reverse_bytes",
            "syn_packets",
            "features");

    private static final double MOST = 1e15;

    private final String where;
    private final Map<String, Object> flow;

    private FlowFactsReader(String where, Map<String, Object> flow) {
        this.where = where;
        this.flow = flow;
    }

    /** Reads it. */
    static FlowFacts read(String where, Map<String, Object> flow) {
        for (String name : flow.keySet()) {
            if (!FIELDS.contains(name)) {
                throw Problem.unknownField(where + "." + name, FIELDS);
            }
        }
        return new FlowFactsReader(where, flow).read();
    }

    private FlowFacts read() {
        Map<String, Double> features = features();
        boolean counted = features.isEmpty();
        return new FlowFacts(
                address("src_ip"),
                address("dst_ip"),
                protocol(),
                (int) number("src_port", false, 0, 65_535, 0),
                (int) number("dst_port", false, 0, 65_535, 0),
                number("packets", counted, 0, MOST, Double.NaN),
                number("bytes", counted, 0, MOST, Double.NaN),
                number("duration", counted, 0, MOST, Double.NaN),
                number("reverse_packets", false, 0, MOST, Double.NaN),
                number("reverse_bytes", false, 0, MOST, Double.NaN),
                number("syn_packets", false, 0, MOST, Double.NaN),
                features);
    }

    private IpAddress address(String field) {
        Object value = flow.get(field);
        if (value == null) {
            return null;
        }
        try {
            return IpAddress.parse(value.toString());
        } catch (IllegalArgumentException notAnAddress) {
            throw invalid(field, value, "an IPv4 or IPv6 address");
        }
    }

    private int protocol() {
        Object value = flow.get("protocol");
        if (value == null) {
            return -1;
        }
        String text = value.toString().toLowerCase(Locale.ROOT);
        for (int known : new int[] {IpProto.ICMP, IpProto.TCP, IpProto.UDP, IpProto.ICMPV6}) {
            if (text.equals(IpProto.name(known))) {
                return known;
            }
        }
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > 255) {
            throw invalid("protocol", value, "tcp, udp, icmp, icmpv6 or 0 to 255");
        }
        return Integer.parseInt(text);
    }

    private double number(String field, boolean required, double lowest, double highest, double standard) {
        Object value = flow.get(field);
        if (value == null) {
            if (required) {
                throw Problem.missing(where + "." + field, "a number of at least 0");
            }
            return standard;
        }
        if (!(value instanceof Number number) || !(number.doubleValue() >= lowest && number.doubleValue() <= highest)) {
            throw invalid(field, value, "a number between " + (long) lowest + " and " + (long) highest);
        }
        return number.doubleValue();
    }

    private Map<String, Double> features() {
        Object value = flow.get("features");
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw invalid("features", value, "an object of numbers by name");
        }
        Map<String, Double> features = new HashMap<>();
        map.forEach((name, number) -> {
            if (!(number instanceof Number known) || !Float.isFinite(known.floatValue())) {
                throw invalid("features." + name, number, "a finite number");
            }
            features.put(name.toString(), known.doubleValue());
        });
        return features;
    }

    private Problem invalid(String field, Object value, String allowed) {
        return Problem.invalidValue(
                Problem.shorten(where + "." + field),
                Problem.shorten(where + "." + field) + " must be " + allowed + ": "
                        + Problem.shorten(String.valueOf(value)),
                allowed);
    }
}
