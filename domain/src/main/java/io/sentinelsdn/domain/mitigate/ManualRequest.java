package io.sentinelsdn.domain.mitigate;

import io.sentinelsdn.domain.net.Prefix;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a person asks to be done about a source, a victim, or a detection.
 *
 * @param source everything from here, or null
 * @param target everything to here, or null
 * @param detectionId what the planner would match for this attack, or null
 * @param action one of {@link #ACTIONS}
 * @param duration how long, 1 s to 65,535 s
 * @param packetsPerSecond what a rate limit lets pass, 1 to 10,000,000
 * @param reason why, at most 500 characters
 */
public record ManualRequest(
        Prefix source,
        Prefix target,
        String detectionId,
        String action,
        Duration duration,
        long packetsPerSecond,
        String reason) {
    public static final List<String> ACTIONS = List.of("block", "rate_limit", "redirect", "challenge", "monitor");

    public static final long MOST_PACKETS_PER_SECOND = 10_000_000;

    public ManualRequest {
        if (Stream.of(source, target, detectionId).filter(what -> what != null).count() != 1) {
            throw new IllegalArgumentException("give exactly one of target_ip, source_ip, detection_id");
        }
        if (!ACTIONS.contains(action)) {
            throw new IllegalArgumentException("action must be one of " + String.join(", ", ACTIONS) + ": " + action);
        }
        if (packetsPerSecond < 1 || packetsPerSecond > MOST_PACKETS_PER_SECOND) {
            throw new IllegalArgumentException(
                    "packets_per_second must be between 1 and " + MOST_PACKETS_PER_SECOND + ": " + packetsPerSecond);
        }
    }
}
