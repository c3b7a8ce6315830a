package io.sentinelsdn.domain.slice;

import io.sentinelsdn.domain.ofctl.BadField;
import java.util.Objects;

/**
 * What somebody wants of a slice.
 *
 * @param name unique among slices; 1 to 64 characters
 * @param bandwidth Mbit/s it may use as a whole, each direction; 1 to 100,000
 * @param priority 0 to 7, higher is better
 * @param minBandwidth guarantee in Mbit/s, 0 for none, at most {@code bandwidth}
 * @param match who belongs to it
 * @param isolated whether nothing passes between it and other slices
 * @param dynamic whether it lends what it does not need, and borrows
 * @param floor Mbit/s that it never lends, or null for the standard
 * @param ceiling Mbit/s that it never exceeds by borrowing, or null for none
 * @param enabled whether it is on the switches
 */
public record SliceSpec(
        String name,
        int bandwidth,
        int priority,
        int minBandwidth,
        SliceMatch match,
        boolean isolated,
        boolean dynamic,
        Integer floor,
        Integer ceiling,
        boolean enabled) {
    /** Largest bandwidth in Mbit/s. */
    public static final int MOST_BANDWIDTH = 100_000;

    private static final int LONGEST_NAME = 64;
    private static final int BEST_PRIORITY = 7;
    private static final int STANDARD_FLOOR = 4;

    public SliceSpec {
        Objects.requireNonNull(match, "match");
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new BadField("name", "1 to " + LONGEST_NAME + " characters", name);
        }
        range("bandwidth", bandwidth, 1, MOST_BANDWIDTH);
        range("priority", priority, 0, BEST_PRIORITY);
        range("min_bandwidth", minBandwidth, 0, bandwidth);
        if (floor != null) {
            range("floor", floor, Math.max(1, minBandwidth), bandwidth);
        }
        if (ceiling != null) {
            range("ceiling", ceiling, bandwidth, MOST_BANDWIDTH);
        }
        if (isolated && !match.isWhole()) {
            throw BadField.saying(
                    "isolated", "isolated needs a match of whole hosts, without protocol", "false, or no protocol");
        }
    }

    /** The most it may have: {@code ceiling}, or no bound. */
    public int highest() {
        return ceiling == null ? MOST_BANDWIDTH : ceiling;
    }

    /** The least it keeps: {@code floor}, or its guarantee, or a quarter of its bandwidth. */
    public int lowest() {
        if (floor != null) {
            return floor;
        }
        int quarter = (bandwidth + STANDARD_FLOOR - 1) / STANDARD_FLOOR;
        return minBandwidth > 0 ? minBandwidth : quarter;
    }

    private static void range(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BadField(field, "between " + least + " and " + most, value);
        }
    }
}
