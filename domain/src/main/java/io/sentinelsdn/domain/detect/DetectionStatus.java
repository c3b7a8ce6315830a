package io.sentinelsdn.domain.detect;

import java.util.Locale;

/** Life of a detection. */
public enum DetectionStatus {
    /** Seen; nothing done yet. */
    DETECTED,
    /** Rules are on their way to the switches. */
    MITIGATING,
    /** Rules are confirmed and the attack no longer reaches the victim. */
    MITIGATED,
    /** The attack has stopped; its rules are taken away. */
    ENDED,
    /** A person said it was none. */
    FALSE_POSITIVE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the attack goes on. */
    public boolean isActive() {
        return this == DETECTED || this == MITIGATING || this == MITIGATED;
    }
}
