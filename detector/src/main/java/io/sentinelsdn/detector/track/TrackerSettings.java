package io.sentinelsdn.detector.track;

import java.time.Duration;

/**
 * Life of detections.
 *
 * @param maxActive at most so many at a time; more are refused and counted
 * @param release an attack is over when it has been below its off-threshold for so long
 * @param updateEvery a detection is told of at most so often, status changes at once
 */
public record TrackerSettings(int maxActive, Duration release, Duration updateEvery) {
    public TrackerSettings {
        if (maxActive < 1 || maxActive > 10_000) {
            throw new IllegalArgumentException("maxActive must be between 1 and 10000: " + maxActive);
        }
        requireUpToAnHour("release", release);
        requireUpToAnHour("updateEvery", updateEvery);
    }

    public static TrackerSettings defaults() {
        return new TrackerSettings(256, Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    private static void requireUpToAnHour(String name, Duration value) {
        if (value.isNegative() || value.isZero() || value.toHours() >= 1) {
            throw new IllegalArgumentException(name + " must be > 0 s and < 1 h: " + value);
        }
    }
}
