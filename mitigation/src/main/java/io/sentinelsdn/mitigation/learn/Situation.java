package io.sentinelsdn.mitigation.learn;

import java.util.List;

/**
 * What a policy looks at: eight numbers, each about between 0 and 1.
 *
 * @param pps attack packets per second
 * @param confidence of the detection, in [0, 1]
 * @param spoofed whether sources are forged
 * @param distinctSources estimate of their number
 * @param users estimated behind the sources that would be matched
 * @param goodClients of the victim, proven
 * @param sourceShare share of the attack that a match on sources covers, in [0, 1]
 */
public record Situation(
        double pps,
        double confidence,
        boolean spoofed,
        double distinctSources,
        double users,
        double goodClients,
        double sourceShare) {
    public static final List<String> FEATURES = List.of(
            "one", "log_pps", "confidence", "spoofed", "log_sources", "log_users", "log_good_clients", "source_share");

    /** {@code double[8]} in the order of {@link #FEATURES}. */
    double[] features() {
        return new double[] {
            1,
            log(pps, 6),
            confidence,
            spoofed ? 1 : 0,
            log(distinctSources, 5),
            log(users, 2),
            log(goodClients, 3),
            sourceShare
        };
    }

    private static double log(double value, double tens) {
        return Math.min(1, Math.log10(1 + Math.max(0, value)) / tens);
    }
}
