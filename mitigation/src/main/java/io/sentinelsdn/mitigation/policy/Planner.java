package io.sentinelsdn.mitigation.policy;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.mitigation.compile.Choice;
import io.sentinelsdn.mitigation.compile.RuleShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes a choice of match down as a plan, before anything is installed. Stateless; any thread. */
public final class Planner {
    private static final int LOOK_PPS = 10;

    private Planner() {}

    /**
     * The plan that carries out a choice. A rule that is there already and does what the choice asks for keeps its id
     * and its place, so that the switch never lets go of it.
     *
     * @param detectionId the incident
     * @param number counts the plans of the incident from 1
     * @param choice what to match
     * @param held live automatic rules, of this incident or another
     * @param lifetime hard timeout of new rules
     */
    public static MitigationPlan plan(
            String detectionId, int number, Choice choice, List<FlowRule> held, Duration lifetime, Instant now) {
        List<FlowRule> rules = new ArrayList<>();
        for (RuleShape shape : choice.shapes()) {
            rules.add(held.stream()
                    .filter(shape::servedBy)
                    .findFirst()
                    .orElseGet(() -> made(shape, detectionId, number, rules.size() + 1, lifetime)));
        }
        return new MitigationPlan(
                planId(detectionId, number),
                detectionId,
                now,
                choice.action(),
                rules,
                rules.size(),
                (int) rules.stream().filter(rule -> rule.meter() != null).count(),
                choice.expectedRemoved(),
                choice.expectedCollateral(),
                lifetime,
                "Removing its rules undoes it; they are removed when the attack is over and end by themselves after "
                        + lifetime.toSeconds() + " s.",
                choice.rationale(),
                MitigationPlan.Status.PROPOSED);
    }

    /** What drops or limits is looked at, so that the harm is known. */
    private static FlowRule made(RuleShape shape, String detectionId, int number, int index, Duration lifetime) {
        FlowRule rule =
                shape.named(ruleId(detectionId, number, index), lifetime).ofIncident(detectionId);
        return rule.verdict() == FlowRule.Verdict.DROP || rule.verdict() == FlowRule.Verdict.METER
                ? rule.lookedAt(LOOK_PPS)
                : rule;
    }

    /** A plan without rules that says why nothing can be done. */
    public static MitigationPlan failed(String detectionId, int number, String reason, Instant now) {
        return new MitigationPlan(
                planId(detectionId, number),
                detectionId,
                now,
                new MitigationAction.Monitor(),
                List.of(),
                0,
                0,
                0,
                0,
                Duration.ZERO,
                "Nothing was installed.",
                reason,
                MitigationPlan.Status.FAILED);
    }

    private static String planId(String detectionId, int number) {
        return "plan-" + detectionId + "-" + number;
    }

    private static String ruleId(String detectionId, int number, int index) {
        return "auto-" + detectionId + "-" + number + "-" + index;
    }
}
