package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Exchanges the rules of incidents: those that fit stay, and one that another incident needs goes over to it. Owned by
 * the mitigation thread.
 */
final class RuleExchange {
    private final IncidentTable incidents;
    private final RuleBook book;
    private final Spared spared;
    private final PlanRecord plans;

    RuleExchange(IncidentTable incidents, RuleBook book, Spared spared, PlanRecord plans) {
        this.incidents = incidents;
        this.book = book;
        this.spared = spared;
        this.plans = plans;
    }

    /** The rules of the plan take the place of those that the incident has. */
    void replace(Incident incident, MitigationPlan plan, Changes changes, Instant now) {
        Set<String> wanted = ids(plan);
        for (String ruleId : List.copyOf(incident.ruleIds)) {
            if (!wanted.contains(ruleId)) {
                drop(incident, ruleId, changes);
            }
        }
        for (FlowRule rule : plan.rules()) {
            if (book.get(rule.id()).isEmpty()) {
                book.put(written(incident.detection, plan, rule, now), true, now);
                changes.add(rule);
            }
        }
        incident.ruleIds.addAll(wanted);
        for (Incident orphan : incidents.orphansOf(incident.detection.evidence(), book)) {
            release(orphan, changes);
            incidents.remove(orphan.id);
        }
    }

    /** Takes the incident's rules away; those that another incident needs go over to it. */
    void release(Incident incident, Changes changes) {
        for (String ruleId : List.copyOf(incident.ruleIds)) {
            drop(incident, ruleId, changes);
        }
        spared.renew(incident, changes, incident.plannedAt);
        plans.close(incident);
    }

    private void drop(Incident incident, String ruleId, Changes changes) {
        incident.ruleIds.remove(ruleId);
        Optional<Incident> heir = incidents.using(ruleId);
        if (heir.isPresent()) {
            book.reassign(ruleId, heir.get().id);
        } else {
            book.remove(ruleId, RuleState.Status.REMOVED);
            changes.remove(ruleId);
        }
    }

    /** Rules, of this incident or another, that are there, work, and will for a while. */
    List<FlowRule> reusable(Incident incident, Instant now) {
        return book.stored(Owner.AUTO)
                .filter(rule -> rule.rule().band() != RuleBand.AUTO_PERMIT)
                .filter(rule -> rule.state().status() != RuleState.Status.FAILED
                        && rule.state().status() != RuleState.Status.EXPIRED)
                .filter(rule -> !incident.ruleIds.contains(rule.rule().id()) || !RuleBook.endsSoon(rule, now))
                .map(MitigationRule::rule)
                .toList();
    }

    /** Ids of the plan's rules, in its order. */
    static Set<String> ids(MitigationPlan plan) {
        Set<String> ids = new LinkedHashSet<>();
        plan.rules().forEach(rule -> ids.add(rule.id()));
        return ids;
    }

    private static MitigationRule written(Detection detection, MitigationPlan plan, FlowRule rule, Instant now) {
        MitigationAction action = switch (rule.verdict()) {
            case DROP -> new MitigationAction.Block();
            case METER -> new MitigationAction.RateLimit(rule.meter().rate());
            case ALLOW, DETOUR -> plan.action();
        };
        String reason =
                detection.type().wireName() + " against " + detection.evidence().target() + ": " + plan.rationale();
        return new MitigationRule(
                rule,
                Owner.AUTO,
                action,
                reason,
                detection.id(),
                now,
                now.plus(rule.hardTimeout()),
                RuleBook.unknown(rule.id()));
    }
}
