package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.util.Optional;

/** What automation may hold at once. Owned by the mitigation thread. */
final class Budget {
    private final IncidentTable incidents;
    private final RuleBook book;
    private final PolicyLimits limits;
    private final Regulars regulars;
    private final double maxTrafficShare;

    Budget(IncidentTable incidents, RuleBook book, PolicyLimits limits, Regulars regulars, double maxTrafficShare) {
        this.incidents = incidents;
        this.book = book;
        this.limits = limits;
        this.regulars = regulars;
        this.maxTrafficShare = maxTrafficShare;
    }

    /** Why the plan may not be carried out, or empty; rules that it replaces or shares do not count twice. */
    Optional<String> exceeded(Incident incident, MitigationPlan plan) {
        int needed = plan.rules().size();
        long others = book.stored(Owner.AUTO)
                .filter(rule -> rule.rule().band() != RuleBand.AUTO_PERMIT)
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
        double touched = touched(incident, plan);
        if (touched > maxTrafficShare) {
            return Optional.of(
                    "Automatic rules would touch " + Math.round(100 * touched) + " % of calm traffic, at most "
                            + Math.round(100 * maxTrafficShare) + " % is allowed (mitigation.max_traffic_share).");
        }
        return Optional.empty();
    }

    /** Share of the network's calm traffic that the rules of all incidents may hurt. */
    private double touched(Incident incident, MitigationPlan plan) {
        double touched = part(incident, plan);
        for (Incident other : incidents.all()) {
            if (other != incident && other.detection != null && !other.ruleIds.isEmpty() && other.plan != null) {
                touched += part(other, other.plan);
            }
        }
        return touched;
    }

    private double part(Incident incident, MitigationPlan plan) {
        return regulars.share(incident.detection.evidence().target()) * plan.expectedCollateral();
    }
}
