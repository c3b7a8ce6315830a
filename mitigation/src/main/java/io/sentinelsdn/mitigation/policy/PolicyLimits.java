package io.sentinelsdn.mitigation.policy;

import java.time.Duration;

/**
 * How much and how long automation, and people, may act.
 *
 * @param maxAutoRules automatic rules in total
 * @param maxIncidents incidents mitigated at once
 * @param maxUserRules blocks by people
 * @param maxListEntries entries of each list
 * @param lifetime hard timeout of an automatic rule, and of a block without one
 * @param maxLifetime longest hard timeout of a repeated offender
 * @param repeatWindow how long an offender is remembered
 * @param grace how long an incident is left alone after a person took one of its rules away
 * @param replanInterval at most one new plan of an incident in this time
 * @param retryInterval after a plan failed, the next try
 */
public record PolicyLimits(
        int maxAutoRules,
        int maxIncidents,
        int maxUserRules,
        int maxListEntries,
        Duration lifetime,
        Duration maxLifetime,
        Duration repeatWindow,
        Duration grace,
        Duration replanInterval,
        Duration retryInterval) {
    /** OpenFlow 1.3.5 section A.3.4.1: the hard timeout has 16 bits. */
    public static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(65_535);

    public PolicyLimits {
        inRange("maxAutoRules", maxAutoRules, 1, 100_000);
        inRange("maxIncidents", maxIncidents, 1, 10_000);
        inRange("maxUserRules", maxUserRules, 1, 100_000);
        inRange("maxListEntries", maxListEntries, 1, 100_000);
        inRange("lifetime", lifetime, Duration.ofSeconds(1), LONGEST_TIMEOUT);
        inRange("maxLifetime", maxLifetime, lifetime, LONGEST_TIMEOUT);
        inRange("repeatWindow", repeatWindow, Duration.ZERO, Duration.ofDays(365));
        inRange("grace", grace, Duration.ZERO, Duration.ofDays(1));
        inRange("replanInterval", replanInterval, Duration.ofMillis(250), Duration.ofMinutes(1));
        inRange("retryInterval", retryInterval, Duration.ofSeconds(1), Duration.ofHours(1));
    }

    private static void inRange(String name, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(name + " must be between " + lowest + " and " + highest + ": " + value);
        }
    }

    private static void inRange(String name, Duration value, Duration lowest, Duration highest) {
        if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
            throw new IllegalArgumentException(
                    name + " must be between " + text(lowest) + " and " + text(highest) + ": " + text(value));
        }
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
