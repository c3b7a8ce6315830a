package io.sentinelsdn.detector.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Columns of a file by name (case and spaces around do not matter), and the numbers in its current record. */
final class Columns {
    /** Stands for the column of the label in a file without labels. */
    static final String NO_LABEL = "";
    /** What that column then holds. */
    static final String NO_LABEL_TEXT = "normal";

    private static final double MAX_COUNT = 1e15;

    private final CsvReader csv;
    private final Map<String, Integer> byName = new LinkedHashMap<>();

    /** Takes the current record as the header; of two columns of the same name the first one counts. */
    Columns(CsvReader csv) {
        this.csv = csv;
        for (int i = 0; i < csv.size(); i++) {
            byName.putIfAbsent(normal(csv.field(i)), i);
        }
    }

    boolean has(String name) {
        return byName.containsKey(normal(name));
    }

    boolean hasAll(List<String> names) {
        return names.stream().allMatch(this::has);
    }

    /** Names for a message: the first 30. */
    String names() {
        String first =
                byName.keySet().stream().limit(30).map(Columns::shortened).collect(Collectors.joining(", "));
        return byName.size() > 30 ? first + ", …" : first;
    }

    String text(String name) throws BadValue {
        if (name.equals(NO_LABEL)) {
            return NO_LABEL_TEXT;
        }
        int at = byName.get(normal(name));
        if (at >= csv.size()) {
            throw new BadValue("column '" + name + "' is missing in this row");
        }
        return csv.field(at);
    }

    /** A number that may be anything, also infinite or NaN; blank is NaN. */
    double number(String name) throws BadValue {
        String text = text(name);
        try {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "", "nan", "null" -> Double.NaN;
                case "inf", "infinity", "+inf" -> Double.POSITIVE_INFINITY;
                case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw new BadValue("column '" + name + "' is not a number: '" + shortened(text) + "'");
        }
    }

    /** A count, size or duration: finite, not negative, below 10^15. */
    double amount(String name) throws BadValue {
        double value = number(name);
        if (!(value >= 0 && value < MAX_COUNT)) {
            throw new BadValue("column '" + name + "' must be a number >= 0: '" + shortened(text(name)) + "'");
        }
        return value;
    }

    static String shortened(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 40 ? clean : clean.substring(0, 40) + "…";
    }

    private static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
