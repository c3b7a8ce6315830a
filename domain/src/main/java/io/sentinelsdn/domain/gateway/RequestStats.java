package io.sentinelsdn.domain.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Requests of a time, summed up.
 *
 * @param byPrediction one entry each, also of those that never came
 * @param confidenceSum of all predictions; divide by {@code total}
 * @param attackers addresses with most requests that were refused or called an attack, at most ten
 * @param targets paths with most of these, at most ten
 * @param byHour one entry for each hour in which something came, oldest first
 */
public record RequestStats(
        long total,
        long blocked,
        double confidenceSum,
        Map<Prediction, Long> byPrediction,
        List<Ranked> attackers,
        List<Ranked> targets,
        List<Hour> byHour) {
    /** How many an attacker or target has at most in {@link #attackers} and {@link #targets}. */
    public static final int MOST_RANKED = 10;

    public RequestStats {
        byPrediction = Map.copyOf(byPrediction);
        attackers = List.copyOf(attackers);
        targets = List.copyOf(targets);
        byHour = List.copyOf(byHour);
    }

    /** An address or a path, its attack requests, and the sum of their confidences. */
    public record Ranked(String name, long count, double confidenceSum) {}

    /** A full hour and what came in it. */
    public record Hour(Instant hour, long requests, long blocked) {}
}
