package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.mitigate.MitigationAction;
import java.util.List;

/**
 * What should be matched, what it is expected to do, and why.
 *
 * @param shapes the rules, strongest first, at most 8; none when nothing can be done
 * @param action what they do
 * @param expectedRemoved share of the attack they are expected to remove, in [0, 1]
 * @param expectedCollateral share of the victim's good traffic they may hurt at most, in [0, 1]
 * @param rationale why this match, for people
 */
public record Choice(
        List<RuleShape> shapes,
        MitigationAction action,
        double expectedRemoved,
        double expectedCollateral,
        String rationale) {
    public Choice {
        shapes = List.copyOf(shapes);
        expectedRemoved = clamp(expectedRemoved);
        expectedCollateral = clamp(expectedCollateral);
    }

    private static double clamp(double share) {
        return Math.max(0, Math.min(1, share));
    }
}
