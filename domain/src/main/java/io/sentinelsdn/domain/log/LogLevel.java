package io.sentinelsdn.domain.log;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How important a line is; later ones are more so. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** Names in the API. */
    public static List<String> names() {
        return Arrays.stream(values()).map(LogLevel::wireName).toList();
    }

    /** Its name in the API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of this name. */
    public static LogLevel parse(String text) {
        return Arrays.stream(values())
                .filter(level -> level.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("level must be one of " + names() + ": " + text));
    }
}
