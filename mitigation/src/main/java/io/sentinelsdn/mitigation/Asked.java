package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Duration;

/** What people may ask for. Each check throws {@link IllegalArgumentException}, which names the field. */
final class Asked {
    private static final int LONGEST_REASON = 500;

    private Asked() {}

    /** The reason without blanks around it, empty for none. */
    static String reason(String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.length() > LONGEST_REASON) {
            throw new IllegalArgumentException(
                    "reason must have at most " + LONGEST_REASON + " characters: " + text.length());
        }
        return text;
    }

    static void notEverything(String field, Prefix prefix) {
        if (prefix.length() == 0) {
            throw new IllegalArgumentException(field + " must have a prefix length of at least 1: " + prefix);
        }
    }

    static void duration(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(PolicyLimits.LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("duration_seconds must be between 1 and 65535: " + seconds(duration));
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? Long.toString(duration.toSeconds())
                : Double.toString(duration.toMillis() / 1000.0);
    }
}
