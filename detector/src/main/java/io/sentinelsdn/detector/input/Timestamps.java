package io.sentinelsdn.detector.input;

import java.text.ParsePosition;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Times as files write them; only their order matters. */
final class Timestamps {
    private static final List<DateTimeFormatter> FORMATS = List.of(
            format("yyyy-MM-dd HH:mm:ss"),
            format("d/M/yyyy H:mm:ss"),
            format("d/M/yyyy h:mm:ss a"),
            format("d/M/yyyy H:mm"));

    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    private Timestamps() {}

    /** Seconds in some scale: a plain number, or a date and time; {@code NaN} when blank. */
    static double parse(String text) throws BadValue {
        if (text.isEmpty()) {
            return Double.NaN;
        }
        if (text.matches("[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?")) {
            return Double.parseDouble(text);
        }
        String spaced = text.replace('T', ' ');
        for (DateTimeFormatter format : FORMATS) {
            ParsePosition position = new ParsePosition(0);
            if (format.parseUnresolved(spaced, position) != null && position.getIndex() == spaced.length()) {
                return seconds(spaced, format);
            }
        }
        throw new BadValue("time is in no known format: '" + Columns.shortened(text) + "'");
    }

    private static double seconds(String text, DateTimeFormatter format) throws BadValue {
        try {
            return ChronoUnit.NANOS.between(EPOCH, LocalDateTime.parse(text, format)) / 1e9;
        } catch (DateTimeParseException e) {
            throw new BadValue("time does not exist: '" + Columns.shortened(text) + "'");
        }
    }

    private static DateTimeFormatter format(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .toFormatter(Locale.ROOT);
    }
}
