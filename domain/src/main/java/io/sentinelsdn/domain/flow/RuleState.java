package io.sentinelsdn.domain.flow;

/**
 * What the switches say about a rule: an immutable snapshot.
 *
 * @param ruleId the rule
 * @param status where it stands
 * @param switches number of switches that confirmed it by a clean barrier
 * @param error the first error a switch reported, or null
 * @param packets packets matched, summed over switches, since it was installed
 * @param bytes bytes matched
 * @param pps packets per second over the last poll
 */
public record RuleState(
        String ruleId, Status status, int switches, String error, long packets, long bytes, double pps) {
    /** Life of a rule on the switches. */
    public enum Status {
        /** Sent or waiting for a switch; no clean barrier yet. */
        PENDING,
        /** At least one switch has it and the barrier came back without an error. */
        INSTALLED,
        /** The switch refused it. */
        FAILED,
        /** The switch let it expire. */
        EXPIRED,
        /** Taken away by us. */
        REMOVED
    }
}
