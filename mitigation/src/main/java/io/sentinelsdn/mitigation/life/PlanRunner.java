package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.mitigation.compile.Choice;
import io.sentinelsdn.mitigation.compile.Scene;
import io.sentinelsdn.mitigation.policy.HeldBack;
import io.sentinelsdn.mitigation.policy.Planner;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes plans and carries them out. Owned by the mitigation thread. */
final class PlanRunner {
    private static final Logger log = LoggerFactory.getLogger(PlanRunner.class);
    private static final String UNKNOWN_INGRESS = "No ingress port of the attack is known yet.";

    private final RuleBook book;
    private final Switches switches;
    private final ListKeeper lists;
    private final Chooser chooser;
    private final HoldTimes holds;
    private final PolicyLimits limits;
    private final Budget budget;
    private final Spared spared;
    private final PlanRecord record;
    private final RuleExchange exchange;
    private final Clock clock;
    private final Counters.Counter overLimit;

    PlanRunner(
            RuleBook book,
            Switches switches,
            ListKeeper lists,
            Chooser chooser,
            HoldTimes holds,
            PolicyLimits limits,
            Budget budget,
            Spared spared,
            PlanRecord record,
            RuleExchange exchange,
            Counters counters,
            Clock clock) {
        this.book = book;
        this.switches = switches;
        this.lists = lists;
        this.chooser = chooser;
        this.holds = holds;
        this.limits = limits;
        this.budget = budget;
        this.spared = spared;
        this.record = record;
        this.exchange = exchange;
        this.clock = clock;
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
        if (choice.isEmpty() || choice.get().shapes().isEmpty()) {
            nothingToDo(incident, choice, now);
            return;
        }
        MitigationPlan said = incident.proposal != null
                ? incident.proposal
                : incident.has(Status.PROPOSED) || incident.has(Status.REJECTED) ? incident.plan : null;
        List<FlowRule> before = new ArrayList<>(said == null ? List.of() : said.rules());
        if (beside) {
            before.addAll(exchange.reusable(incident, now));
        }
        int number = PlanRecord.nextNumber(incident);
        MitigationPlan plan = Planner.plan(
                incident.id, number, choice.get(), before, holds.lifetime(incident, choice.get(), now), now);
        if ((said != null && plan.rules().equals(said.rules()))
                || RuleExchange.ids(plan).equals(incident.ruleIds)) {
            return;
        }
        if (said != null && said.status() == Status.PROPOSED && !said.id().equals(plan.id())) {
            record.record(said.with(Status.LAPSED));
        }
        incident.planNumber = number;
        if (beside) {
            record.saveBeside(incident, plan);
        } else {
            record.save(incident, plan);
        }
        log.info("detection={} plan={} is proposed: {}", incident.id, plan.id(), plan.rationale());
    }

    /** Carries out the plan that waits, as it was shown. */
    void approve(Incident incident, Instant now, Consumer<Incident> answered) {
        MitigationPlan plan = incident.waiting();
        for (FlowRule rule : plan.rules()) {
            Prefix source = rule.match().src();
            if (source != null && Elsewhere.isAgainst(rule) && lists.allowed().overlaps(source)) {
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
            record.record(rejected);
        } else {
            record.save(incident, rejected);
        }
        return rejected;
    }

    /** What the rules of an attack would match. */
    Optional<Choice> choice(Incident incident) {
        AttackEvidence evidence = spared.atTheEdge(whole(incident));
        if (spared.isOurs(evidence)) {
            return Optional.empty();
        }
        Scene scene = scene(incident);
        return chooser.choose(incident, evidence, scene, clock.instant()).map(choice -> spared.fit(choice, scene));
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
        if (choice.isEmpty() || choice.get().shapes().isEmpty()) {
            nothingToDo(incident, choice, now);
            return;
        }
        int number = PlanRecord.nextNumber(incident);
        Duration lifetime = holds.lifetime(incident, choice.get(), now);
        MitigationPlan plan =
                Planner.plan(incident.id, number, choice.get(), exchange.reusable(incident, now), lifetime, now);
        if (RuleExchange.ids(plan).equals(incident.ruleIds)) {
            incident.ruleExpired = false;
            incident.settledUntil = now.plus(limits.replanInterval());
            return;
        }
        Optional<String> limit = room(incident, plan);
        if (limit.isPresent()) {
            overLimit.increment();
            record.fail(incident, limit.get(), now, limits.retryInterval());
            return;
        }
        incident.planNumber = number;
        carryOut(incident, plan, why, whole(incident).pps(), now, answered);
    }

    private void nothingToDo(Incident incident, Optional<Choice> choice, Instant now) {
        if (choice.isPresent()) {
            record.fail(incident, choice.get().rationale(), now, limits.retryInterval());
        } else {
            record.fail(incident, UNKNOWN_INGRESS, now, Duration.ZERO);
        }
    }

    /** Takes the incident's rules away and says why; it is left alone for a while. */
    void giveUp(Incident incident, String reason, MitigationPlan.Measured harm, Instant now, Duration retryIn) {
        Changes changes = new Changes();
        exchange.release(incident, changes);
        record.giveUp(incident, reason, harm, now, retryIn);
        switches.send(changes, () -> {});
    }

    private Optional<String> room(Incident incident, MitigationPlan plan) {
        return budget.exceeded(incident, plan).or(() -> spared.lacks(incident, plan));
    }

    private void carryOut(
            Incident incident, MitigationPlan plan, String why, double pps, Instant now, Consumer<Incident> answered) {
        if (incident.has(Status.ACTIVE)) {
            record.save(incident, incident.plan.with(Status.RELEASED));
        }
        record.lapse(incident);
        incident.plannedAt = now;
        incident.plannedPps = pps;
        if (incident.limitedSince == null && plan.action() instanceof MitigationAction.RateLimit) {
            incident.limitedSince = now;
        }
        incident.ruleExpired = false;
        holds.remember(incident, plan, now);
        record.save(incident, plan.with(Status.ACTIVE));
        log.info(
                "detection={} plan={} rules={} ({}): {}",
                incident.id,
                plan.id(),
                plan.rules().size(),
                why,
                plan.rationale());
        Changes changes = new Changes();
        exchange.replace(incident, plan, changes, now);
        spared.renew(incident, changes, now);
        switches.send(changes, () -> answered.accept(incident));
    }

    /** The attack with what the incident's rules hold back of it. */
    AttackEvidence whole(Incident incident) {
        List<FlowRule> rules = book.get(incident.ruleIds).stream()
                .map(MitigationRule::rule)
                .filter(Elsewhere::isAgainst)
                .toList();
        return HeldBack.with(incident.detection.evidence(), rules, this::hitPps);
    }

    private double hitPps(FlowRule rule) {
        return book.get(rule.id()).map(live -> live.state().pps()).orElse(0.0);
    }
}
