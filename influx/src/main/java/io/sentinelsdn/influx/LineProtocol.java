package io.sentinelsdn.influx;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The numbers of a second as one line of InfluxDB's line protocol: measurement {@code sentinel}, a field for each. */
final class LineProtocol {
    static final String MEASUREMENT = "sentinel";

    private LineProtocol() {}

    /** The line, in whole seconds; empty when there is no number. Names get their commas, equals signs and spaces escaped. */
    static String line(Instant at, Map<String, Double> values) {
        String fields = new TreeMap<>(values)
                .entrySet().stream()
                        .filter(each -> Double.isFinite(each.getValue()))
                        .map(each -> escape(each.getKey()) + "=" + each.getValue())
                        .collect(Collectors.joining(","));
        return fields.isEmpty() ? "" : MEASUREMENT + " " + fields + " " + at.getEpochSecond();
    }

    private static String escape(String name) {
        return name.replaceAll("([,= \\\\])", "\\\\$1").replace("\n", "_");
    }
}
