package io.sentinelsdn.api.http;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The query of a request; only declared parameters, each once. Whatever is wrong is a {@link Problem} 422. */
public final class QueryParams {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Map<String, String> values = new LinkedHashMap<>();

    QueryParams(String query, Set<String> known) {
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true);
                String value = equals < 0 ? "" : Percent.decode(pair.substring(equals + 1), true);
                add(name, value, known);
            }
        }
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** One of a few words. */
    public Optional<String> oneOf(String name, List<String> allowed) {
        return text(name).map(value -> {
            if (!allowed.contains(value)) {
                throw invalid(name, value, "one of " + allowed, allowed);
            }
            return value;
        });
    }

    public boolean flag(String name) {
        return oneOf(name, List.of("true", "false")).map(Boolean::parseBoolean).orElse(false);
    }

    public int number(String name, int lowest, int highest, int standard) {
        String value = values.get(name);
        if (value == null) {
            return standard;
        }
        String range = "between " + lowest + " and " + highest;
        if (!value.matches("-?[0-9]{1,10}")) {
            throw invalid(name, value, "a whole number " + range, range);
        }
        long number = Long.parseLong(value);
        if (number < lowest || number > highest) {
            throw invalid(name, value, range, range);
        }
        return (int) number;
    }

    /** A time in ISO-8601 with its offset, or null. */
    public Instant time(String name) {
        String value = values.get(name);
        if (value == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw invalid(name, value, "between " + EARLIEST + " and " + LATEST, "1970 to 9999");
            }
            return time;
        } catch (DateTimeParseException malformed) {
            throw invalid(name, value, "a time such as 2026-03-01T12:00:00Z", "ISO-8601 with offset");
        }
    }

    /** The problem with a parameter. */
    public static Problem invalid(String name, String value, String mustBe, Object allowed) {
        return Problem.invalidValue(name, name + " must be " + mustBe + ": " + Problem.shorten(value), allowed);
    }

    private void add(String name, String value, Set<String> known) {
        if (!known.contains(name)) {
            throw Problem.unknownParameter(name, new TreeSet<>(known));
        }
        if (values.putIfAbsent(name, value) != null) {
            throw Problem.invalidValue(name, name + " is given twice", "once");
        }
    }
}
