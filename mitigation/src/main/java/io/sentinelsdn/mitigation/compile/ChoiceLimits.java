package io.sentinelsdn.mitigation.compile;

/**
 * Limits of the choice of match.
 *
 * @param maxRules rules an incident, 1 to 8
 * @param maxSources sources matched one by one, 1 to 8
 * @param coverShare share of the attack that the matched sources, or ports, must carry together, in (0, 1]
 * @param meterShare share of the observed packets per second that a meter lets through, in (0, 0.05)
 * @param minMeterPps what a meter lets through at least where that stays under 4 % of the attack, packets/s, &gt; 0
 */
public record ChoiceLimits(int maxRules, int maxSources, double coverShare, double meterShare, int minMeterPps) {
    private static final double HIGHEST_SHARE = 0.04;

    public ChoiceLimits {
        inRange("maxRules", maxRules, 1, 8);
        inRange("maxSources", maxSources, 1, 8);
        if (!(coverShare > 0 && coverShare <= 1)) {
            throw new IllegalArgumentException("coverShare must be between 0 and 1: " + coverShare);
        }
        if (!(meterShare > 0 && meterShare < 0.05)) {
            throw new IllegalArgumentException("meterShare must be between 0 and 0.05: " + meterShare);
        }
        inRange("minMeterPps", minMeterPps, 1, 1_000_000);
    }

    /** 8 rules, 4 sources, 90 % cover, 1 % through the meter but 5 packets/s. */
    public static ChoiceLimits defaults() {
        return new ChoiceLimits(8, 4, 0.9, 0.01, 5);
    }

    /**
     * What a meter lets through: a share of what was seen, but a few packets per second so that a real client gets
     * through now and then, as long as these few stay below 4 % of what was seen (the attack at the victim must fall
     * below 5 % of its peak); never 0.
     *
     * @param users estimated behind what is limited: each gets these few
     */
    long through(double observedPps, int users) {
        double few = Math.min((double) minMeterPps * Math.max(1, users), HIGHEST_SHARE * observedPps);
        return Math.max(1, Math.min(0xffff_ffffL, (long) Math.max(meterShare * observedPps, few)));
    }

    private static void inRange(String name, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(name + " must be between " + lowest + " and " + highest + ": " + value);
        }
    }
}
