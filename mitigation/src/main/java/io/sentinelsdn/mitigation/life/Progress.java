package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.detect.MitigationProgress.State;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import java.util.List;

/** How an incident stands, for the tracker. */
final class Progress {
    private Progress() {}

    static MitigationProgress of(Incident incident, RuleBook book) {
        List<MitigationRule> rules = book.get(incident.ruleIds);
        if (rules.isEmpty()) {
            return withoutRules(incident);
        }
        double hitPps = rules.stream()
                .filter(rule -> Elsewhere.isAgainst(rule.rule()))
                .mapToDouble(rule -> rule.state().pps())
                .sum();
        return new MitigationProgress(
                state(rules), rules.stream().map(RuleText::of).toList(), hitPps);
    }

    private static State state(List<MitigationRule> rules) {
        boolean allFailed = rules.stream().allMatch(rule -> rule.state().status() == RuleState.Status.FAILED);
        boolean pending = rules.stream().anyMatch(rule -> rule.state().status() == RuleState.Status.PENDING);
        return allFailed ? State.FAILED : pending ? State.INSTALLING : State.INSTALLED;
    }

    private static MitigationProgress withoutRules(Incident incident) {
        if (incident.has(Status.PROPOSED)) {
            List<String> proposed =
                    incident.plan.rules().stream().map(RuleText::of).toList();
            return new MitigationProgress(State.PROPOSED, proposed, 0);
        }
        if (incident.has(Status.FAILED)) {
            return new MitigationProgress(State.FAILED, List.of(incident.plan.rationale()), 0);
        }
        return new MitigationProgress(State.RELEASED, List.of(), 0);
    }
}
