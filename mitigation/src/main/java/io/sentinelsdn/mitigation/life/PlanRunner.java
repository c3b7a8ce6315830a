package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.mitigation.compile.Choice;
import io.sentinelsdn.mitigation.compile.Scene;
import io.sentinelsdn.mitigation.policy.HeldBack;
import io.sentinelsdn.mitigation.policy.Offenders;
import io.sentinelsdn.mitigation.policy.Planner;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes plans and carries them out. Owned by the mitigation thread. */
final class PlanRunner {
    private static final Logger log = LoggerFactory.getLogger(PlanRunner.class);
    private static final String UNKNOWN_INGRESS = "No ingress port of the attack is known yet.";

    private final IncidentTable incidents;
    private final RuleBook book;
    private final Switches switches;
    private final ListKeeper lists;
    private final Chooser chooser;
    private final HoldTimes holds;
    private final PolicyLimits limits;
    private final Budget budget;
    private final Spared spared;
    private final Clock clock;
    private final HistoryStore store;
    private final EventSink events;
    private final Counters.Counter plans;
    private final Counters.Counter failures;
    private final Counters.Counter overLimit;

    PlanRunner(
            IncidentTable incidents,
            RuleBook book,
            Switches switches,
            ListKeeper lists,
            Chooser chooser,
            Offenders offenders,
            PolicyLimits limits,
            Spared spared,
            HistoryStore store,
            EventSink events,
            Counters counters,
            Clock clock) {
        this.clock = clock;
        this.incidents = incidents;
        this.book = book;
        this.switches = switches;
        this.lists = lists;
        this.chooser = chooser;
        holds = new HoldTimes(offenders);
        this.limits = limits;
        budget = new Budget(
                incidents, book, limits, spared.regulars(), spared.response().maxTrafficShare());
        this.spared = spared;
        this.store = store;
        this.events = events;
        plans = counters.counter("sentinel_mitigation_plans_total", "Plans written down");
        failures = counters.counter("sentinel_mitigation_plans_failed_total", "Plans that could not be carried out");
        overLimit = counters.counter(
                "sentinel_mitigation_over_limit_total", "Plans not carried out because automation is at its limits");
    }

    /**
     * Writes the plan down and leaves it at that. A plan like the one that waits or was rejected is not written again;
     * beside a plan that is carried out the new one waits apart.
     */
    void propose(Incident incident, Instant now) {
        boolean beside = incident.has(Status.ACTIVE);
        if (beside) {
            incident.settledUntil = now.plus(limits.replanInterval());
        } else {
            incident.plannedAt = now;
        }
        Optional<Choice> choice = choice(incident);
        if (choice.isEmpty()) {
            fail(incident, UNKNOWN_INGRESS, now, Duration.ZERO);
            return;
        }
        MitigationPlan said = incident.proposal != null
                ? incident.proposal
                : incident.has(Status.PROPOSED) || incident.has(Status.REJECTED) ? incident.plan : null;
        List<FlowRule> before = new ArrayList<>(said == null ? List.of() : said.rules());
        if (beside) {
            before.addAll(reusable(incident, now));
        }
        int number = nextNumber(incident);
        MitigationPlan plan = Planner.plan(
                incident.id, number, choice.get(), before, holds.lifetime(incident, choice.get(), now), now);
        if ((said != null && plan.rules().equals(said.rules())) || ids(plan).equals(incident.ruleIds)) {
            return;
        }
        if (said != null && said.status() == Status.PROPOSED && !said.id().equals(plan.id())) {
            record(said.with(Status.LAPSED));
        }
        incident.planNumber = number;
        if (beside) {
            plans.increment();
            incident.proposal = plan;
            record(plan);
        } else {
            save(incident, plan);
        }
        log.info("detection={} plan={} is proposed: {}", incident.id, plan.id(), plan.rationale());
    }

    /** Carries out the plan that waits, as it was shown. */
    void approve(Incident incident, Instant now, Consumer<Incident> answered) {
        MitigationPlan plan = incident.waiting();
        for (FlowRule rule : plan.rules()) {
            Prefix source = rule.match().src();
            if (source != null && lists.allowed().overlaps(source)) {
                throw new Refused(source + " is on the allow-list now; a new plan will be proposed");
            }
        }
        room(incident, plan).ifPresent(reason -> {
            throw new Refused(reason);
        });
        incident.proposal = null;
        carryOut(incident, plan, "approved by a person", whole(incident).pps(), now, answered);
    }

    /** The plan that waits is not carried out; answers it. */
    MitigationPlan reject(Incident incident) {
        MitigationPlan rejected = incident.waiting().with(Status.REJECTED);
        if (incident.proposal != null) {
            incident.proposal = rejected;
            record(rejected);
        } else {
            save(incident, rejected);
        }
        return rejected;
    }

    /** What the rules of an attack would match. */
    Optional<Choice> choice(Incident incident) {
        AttackEvidence evidence = spared.atTheEdge(whole(incident));
        return spared.isOurs(evidence)
                ? Optional.empty()
                : chooser.choose(incident, evidence, scene(incident), clock.instant());
    }

    /** Whom a plan of this incident must spare. */
    Scene scene(Incident incident) {
        return spared.scene(incident, lists.allowed(), clock.instant());
    }

    /**
     * Plans for what is known now and carries the plan out; rules that still fit stay, the others are replaced in the
     * same batch. Nothing happens when the outcome would be the same.
     *
     * @param answered runs when the switches have answered
     */
    void act(Incident incident, String why, Instant now, Consumer<Incident> answered) {
        incident.retryAt = now.plus(limits.retryInterval());
        Optional<Choice> choice = choice(incident);
        if (choice.isEmpty()) {
            fail(incident, UNKNOWN_INGRESS, now, Duration.ZERO);
            return;
        }
        int number = nextNumber(incident);
        Duration lifetime = holds.lifetime(incident, choice.get(), now);
        MitigationPlan plan = Planner.plan(incident.id, number, choice.get(), reusable(incident, now), lifetime, now);
        if (ids(plan).equals(incident.ruleIds)) {
            incident.ruleExpired = false;
            incident.settledUntil = now.plus(limits.replanInterval());
            return;
        }
        Optional<String> limit = room(incident, plan);
        if (limit.isPresent()) {
            overLimit.increment();
            fail(incident, limit.get(), now, limits.retryInterval());
            return;
        }
        incident.planNumber = number;
        carryOut(incident, plan, why, whole(incident).pps(), now, answered);
    }

    private Optional<String> room(Incident incident, MitigationPlan plan) {
        return budget.exceeded(incident, plan).or(() -> spared.lacks(incident, plan));
    }

    private void carryOut(
            Incident incident, MitigationPlan plan, String why, double pps, Instant now, Consumer<Incident> answered) {
        if (incident.has(Status.ACTIVE)) {
            save(incident, incident.plan.with(Status.RELEASED));
        }
        lapse(incident);
        incident.plannedAt = now;
        incident.plannedPps = pps;
        if (incident.limitedSince == null && plan.action() instanceof MitigationAction.RateLimit) {
            incident.limitedSince = now;
        }
        incident.ruleExpired = false;
        holds.remember(incident, plan, now);
        save(incident, plan.with(Status.ACTIVE));
        log.info(
                "detection={} plan={} rules={} ({}): {}",
                incident.id,
                plan.id(),
                plan.rules().size(),
                why,
                plan.rationale());
        Changes changes = new Changes();
        exchange(incident, plan, ids(plan), changes, now);
        spared.renew(incident, changes, now);
        switches.send(changes, () -> answered.accept(incident));
    }

    /** A plan that waits beside another is no longer of use. */
    private void lapse(Incident incident) {
        if (incident.proposal != null && incident.proposal.status() == Status.PROPOSED) {
            record(incident.proposal.with(Status.LAPSED));
        }
        incident.proposal = null;
    }

    private static Set<String> ids(MitigationPlan plan) {
        Set<String> ids = new LinkedHashSet<>();
        plan.rules().forEach(rule -> ids.add(rule.id()));
        return ids;
    }

    /** The attack with what the incident's rules hold back of it. */
    AttackEvidence whole(Incident incident) {
        List<FlowRule> rules =
                book.get(incident.ruleIds).stream().map(MitigationRule::rule).toList();
        return HeldBack.with(incident.detection.evidence(), rules, this::hitPps);
    }

    /** Takes the incident's rules away; those that another incident needs go over to it. */
    void release(Incident incident, Changes changes) {
        for (String ruleId : List.copyOf(incident.ruleIds)) {
            drop(incident, ruleId, changes);
        }
        spared.renew(incident, changes, incident.plannedAt);
        if (incident.has(Status.ACTIVE)) {
            save(incident, incident.plan.with(Status.RELEASED));
        } else if (incident.has(Status.PROPOSED)) {
            save(incident, incident.plan.with(Status.LAPSED));
        }
        lapse(incident);
    }

    /** No switch took a rule of the plan. */
    void refused(Incident incident, Instant now) {
        failures.increment();
        save(incident, incident.plan.with(Status.FAILED));
        incident.retryAt = now.plus(limits.retryInterval());
        log.warn("detection={} plan={} failed: every rule was refused", incident.id, incident.plan.id());
    }

    /** A rule that was refused before is there after all. */
    void recovered(Incident incident) {
        save(incident, incident.plan.with(Status.ACTIVE));
    }

    private void exchange(Incident incident, MitigationPlan plan, Set<String> wanted, Changes changes, Instant now) {
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
    private List<FlowRule> reusable(Incident incident, Instant now) {
        return book.stored(Owner.AUTO)
                .filter(rule -> rule.rule().band() != RuleBand.AUTO_PERMIT)
                .filter(rule -> rule.state().status() != RuleState.Status.FAILED
                        && rule.state().status() != RuleState.Status.EXPIRED)
                .filter(rule -> !incident.ruleIds.contains(rule.rule().id()) || !RuleBook.endsSoon(rule, now))
                .map(MitigationRule::rule)
                .toList();
    }

    /** A new plan could not be carried out; what an earlier one installed stays. */
    private void fail(Incident incident, String reason, Instant now, Duration retryIn) {
        incident.settledUntil = now.plus(limits.replanInterval());
        incident.retryAt = now.plus(retryIn);
        boolean known = incident.has(Status.FAILED) && Objects.equals(incident.plan.rationale(), reason);
        if (known || !incident.ruleIds.isEmpty()) {
            return;
        }
        int number = nextNumber(incident);
        if (incident.has(Status.ACTIVE)) {
            save(incident, incident.plan.with(Status.RELEASED));
        }
        incident.planNumber = number;
        failures.increment();
        save(incident, Planner.failed(incident.id, incident.planNumber, reason, now));
        log.warn("detection={} plan={} failed: {}", incident.id, incident.plan.id(), reason);
    }

    /** A plan that never touched a switch is written over; any other stays on record. */
    private static int nextNumber(Incident incident) {
        boolean waits = incident.proposal != null && incident.proposal.status() == Status.PROPOSED;
        boolean untouched = waits
                || (incident.has(Status.PROPOSED) && incident.proposal == null)
                || (incident.has(Status.FAILED) && incident.plan.rules().isEmpty());
        return untouched ? incident.planNumber : incident.planNumber + 1;
    }

    private void save(Incident incident, MitigationPlan plan) {
        if (incident.plan == null || !incident.plan.id().equals(plan.id())) {
            plans.increment();
        }
        incident.plan = plan;
        record(plan);
    }

    private void record(MitigationPlan plan) {
        store.savePlan(plan);
        events.publish(new Event.PlanChanged(plan));
    }

    private static MitigationRule written(Detection detection, MitigationPlan plan, FlowRule rule, Instant now) {
        MitigationAction action = rule.meter() == null
                ? new MitigationAction.Block()
                : new MitigationAction.RateLimit(rule.meter().rate());
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

    private double hitPps(FlowRule rule) {
        return book.get(rule.id()).map(live -> live.state().pps()).orElse(0.0);
    }
}
