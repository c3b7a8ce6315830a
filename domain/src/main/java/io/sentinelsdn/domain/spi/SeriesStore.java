package io.sentinelsdn.domain.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers over time: one a second for an hour, one in 10 s for a day, one in 60 s for 30 days. Any thread may call; a
 * write never waits and may be dropped (counted).
 */
public interface SeriesStore {
    /** Points in one answer at most. */
    int MOST_POINTS = 10_000;

    /** Different names at most; more are dropped and counted. */
    int MOST_METRICS = 64;

    /** What the house writes every second. */
    List<String> STANDARD_METRICS = List.of(
            "pps",
            "bps",
            "active_flows",
            "new_flows_per_second",
            "tcp_pps",
            "udp_pps",
            "icmp_pps",
            "active_attacks",
            "active_rules",
            "connected_switches",
            "requests_per_second");

    /** The values of a second. */
    void record(Instant at, Map<String, Double> values);

    /** Names with at least one point. */
    Set<String> metrics();

    /**
     * Points of a metric, oldest first, each at the start of its step; steps without data are left out. The finest
     * resolution is taken that covers the time, or a coarser one that the step allows.
     *
     * @param since included
     * @param until excluded
     * @param step at least 1 s; {@code (until - since) / step} at most {@link #MOST_POINTS}
     */
    List<Point> points(String metric, Instant since, Instant until, Duration step);

    /**
     * A step.
     *
     * @param value the mean
     * @param highest of the seconds in it
     */
    record Point(Instant at, double value, double highest) {}

    /** A resolution and how long it is kept. */
    enum Resolution {
        SECOND(1, Duration.ofHours(1)),
        TEN_SECONDS(10, Duration.ofDays(1)),
        MINUTE(60, Duration.ofDays(30));

        private final int seconds;
        private final Duration kept;

        Resolution(int seconds, Duration kept) {
            this.seconds = seconds;
            this.kept = kept;
        }

        public int seconds() {
            return seconds;
        }

        public Duration kept() {
            return kept;
        }

        /** The one to answer from. */
        public static Resolution of(Instant now, Instant since, Duration step) {
            Resolution chosen = null;
            for (Resolution resolution : values()) {
                boolean covers = !since.isBefore(now.minus(resolution.kept));
                if (covers && (chosen == null || resolution.seconds <= step.toSeconds())) {
                    chosen = resolution;
                }
            }
            return chosen == null ? MINUTE : chosen;
        }
    }
}
