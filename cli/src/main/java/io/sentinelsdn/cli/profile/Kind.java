package io.sentinelsdn.cli.profile;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be written for a setting, and how it is read.
 *
 * @param allowed for people, after "must be"
 * @param reader makes the value or throws {@link IllegalArgumentException}
 */
record Kind(String allowed, Function<String, Object> reader) {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern NOTHING = Pattern.compile("0(ms|s|m|h)?");

    /** Any text that is not blank. */
    static Kind text(String what) {
        return new Kind(what, text -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException("blank");
            }
            return text;
        });
    }

    /** Any text, or none. */
    static Kind optional(String what) {
        return new Kind(what, text -> text);
    }

    /** One of these words, as text. */
    static Kind choice(String what, String... words) {
        List<String> known = List.of(words);
        return new Kind(what, text -> oneOf(known, text));
    }

    /** {@code true} or {@code false}, as {@link Boolean}. */
    static Kind bool() {
        return flag("true or false", "true", "false");
    }

    /** {@code on} or {@code off}, as {@link Boolean}. */
    static Kind onOff() {
        return flag("off or on", "on", "off");
    }

    /** An {@link Integer} between two bounds, which are told behind {@code what}. */
    static Kind number(String what, int least, int most) {
        return new Kind(what + " " + least + " to " + most, text -> between(Integer.parseInt(text), least, most));
    }

    /** The same with 0 where nothing is written. */
    static Kind optionalNumber(String what, int least, int most) {
        Kind number = number(what, least, most);
        return new Kind(number.allowed, text -> text.isEmpty() ? 0 : number.reader.apply(text));
    }

    /** A whole number, as {@link Double}. */
    static Kind rate() {
        Kind number = number("a number from", 1, 10_000_000);
        return new Kind(number.allowed, text -> (double) (Integer) number.reader.apply(text));
    }

    /** A number with or without fraction, as {@link Double}. */
    static Kind decimal(String what, double least, double most) {
        return new Kind(what + " " + least + " to " + most, text -> between(Double.parseDouble(text), least, most));
    }

    /** A share in percent, as {@link Double}. */
    static Kind percent(String ofWhat) {
        return new Kind("percent " + ofWhat + ", 0.01 to 100", text -> between(Double.parseDouble(text), 0.01, 100.0));
    }

    /** An address in canonical text, or none. */
    static Kind address(String what) {
        return new Kind(
                what, text -> text.isEmpty() ? "" : IpAddress.parse(text).toString());
    }

    /** A {@link Duration} between two bounds. */
    static Kind duration(String least, String most) {
        Duration shortest = duration(least);
        Duration longest = duration(most);
        return new Kind("a duration from " + least + " to " + most, text -> between(duration(text), shortest, longest));
    }

    /** The same, or 0. */
    static Kind durationOrZero(String least, String most, String zeroMeans) {
        Kind some = duration(least, most);
        return new Kind(
                some.allowed + ", or 0 for " + zeroMeans,
                text -> NOTHING.matcher(text).matches() ? Duration.ZERO : some.reader.apply(text));
    }

    /** A list of {@link Prefix}. */
    static Kind prefixes(String what) {
        return new Kind(what, text -> {
            List<Prefix> prefixes = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                if (!part.isBlank()) {
                    prefixes.add(Prefix.parse(part.trim()));
                }
            }
            return List.copyOf(prefixes);
        });
    }

    /** A list of origins of web pages, as text. */
    static Kind origins(String what) {
        return new Kind(what, text -> {
            List<String> origins = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                String origin = part.trim();
                if (!origin.isEmpty() && !origin.matches("https?://[A-Za-z0-9.\\-\\[\\]:]+")) {
                    throw new IllegalArgumentException(origin);
                }
                if (!origin.isEmpty()) {
                    origins.add(origin);
                }
            }
            return List.copyOf(origins);
        });
    }

    /** A map from {@link Dpid} to text. */
    static Kind bindings(String what) {
        return new Kind(what, text -> {
            Map<Dpid, String> bindings = new HashMap<>();
            for (String part : text.split(",", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0 && equals < part.length() - 1) {
                    bindings.put(
                            Dpid.parse(part.substring(0, equals).trim()),
                            part.substring(equals + 1).trim());
                } else if (!part.isBlank()) {
                    throw new IllegalArgumentException(part);
                }
            }
            return Map.copyOf(bindings);
        });
    }

    private static Kind flag(String what, String yes, String no) {
        List<String> known = List.of(yes, no);
        return new Kind(what, text -> oneOf(known, text).equals(yes));
    }

    private static String oneOf(List<String> known, String text) {
        if (!known.contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static <T extends Comparable<T>> T between(T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(String.valueOf(value));
        }
        return value;
    }
}
