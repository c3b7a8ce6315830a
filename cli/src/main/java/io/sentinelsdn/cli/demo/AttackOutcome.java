package io.sentinelsdn.cli.demo;

import java.util.List;

/**
 * How one attack of the demo ended.
 *
 * @param scenario its name, for example {@code syn-flood}
 * @param secondsToDetect from the first attack packet to the detection, or null when there was none
 * @param secondsToMitigate from the first attack packet until the victim saw less than 5 % of the peak, or null
 * @param droppedPercent attack packets that did not reach the victim, in percent of those sent, from the first packet on
 * @param benignPercent benign traffic that got through during the attack, in percent; the worst of its kinds
 * @param shortcomings what was promised and not kept, one line each; empty when all is well
 */
public record AttackOutcome(
        String scenario,
        Double secondsToDetect,
        Double secondsToMitigate,
        double droppedPercent,
        double benignPercent,
        List<String> shortcomings) {
    public AttackOutcome {
        shortcomings = List.copyOf(shortcomings);
    }

    /** Whether the attack was stopped and the benign traffic survived. */
    public boolean passed() {
        return shortcomings.isEmpty();
    }
}
