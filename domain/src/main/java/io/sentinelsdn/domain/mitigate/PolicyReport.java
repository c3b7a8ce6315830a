package io.sentinelsdn.domain.mitigate;

import java.util.List;
import java.util.Map;

/**
 * Who chooses among safe plans and what was learned: an immutable snapshot.
 *
 * @param policy as configured, {@code ladder} or {@code rl}
 * @param deciding who decides now
 * @param exploration share of decisions that are drawn, in [0, 1]
 * @param samples decisions in the estimate
 * @param samplesNeeded before the one may take the other's place
 * @param estimatedRl reward of a decision that is expected of rl, or null
 * @param estimatedLadder the same of the ladder, or null
 * @param difference rl − ladder, or null
 * @param lowerBound what the difference is above with 95 % confidence, or null
 * @param arms what is known of each thing that can be done
 * @param recent the newest decisions whose reward is known, newest first
 */
public record PolicyReport(
        String policy,
        String deciding,
        double exploration,
        long samples,
        long samplesNeeded,
        Double estimatedRl,
        Double estimatedLadder,
        Double difference,
        Double lowerBound,
        List<LearnedArm> arms,
        List<Logged> recent) {
    /** What is known of an arm; {@code meanReward} is null before the first. */
    public record LearnedArm(String name, long decisions, Double meanReward, Map<String, Double> weights) {}

    /** A decision; {@code probability} is that of what was taken. */
    public record Logged(
            List<String> safe, String ladder, String rl, String taken, double probability, double reward) {}

    public PolicyReport {
        arms = List.copyOf(arms);
        recent = List.copyOf(recent);
    }
}
