package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.util.Optional;

/** What automation may hold at once. Owned by the mitigation thread. */
final class Budget {
    private final IncidentTable incidents;
    private final RuleBook book;
    private final PolicyLimits limits;

    Budget(IncidentTable incidents, RuleBook book, PolicyLimits limits) {
        this.incidents = incidents;
        this.book = book;
        this.limits = limits;
    }

    /** Why the plan may not be carried out, or empty; rules that it replaces or shares do not count twice. */
    Optional<String> exceeded(Incident incident, MitigationPlan plan) {
        int needed = plan.rules().size();
        long others = book.stored(Owner.AUTO)
                .map(rule -> rule.rule().id())
                .filter(id -> !incident.ruleIds.contains(id))
                .filter(id -> plan.rules().stream().noneMatch(rule -> rule.id().equals(id)))
                .count();
        if (others + needed > limits.maxAutoRules()) {
            return Optional.of("The plan needs " + needed + " rules and " + others + " of at most "
                    + limits.maxAutoRules() + " automatic rules are in use.");
        }
        if (incident.ruleIds.isEmpty() && incidents.withRules() >= limits.maxIncidents()) {
            return Optional.of("At most " + limits.maxIncidents() + " incidents are mitigated at once.");
        }
        return Optional.empty();
    }
}
