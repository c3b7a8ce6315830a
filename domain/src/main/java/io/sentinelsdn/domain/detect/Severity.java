package io.sentinelsdn.domain.detect;

import java.util.Locale;

/** How bad a detection is, by the ratio of what is observed to what is normal. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
