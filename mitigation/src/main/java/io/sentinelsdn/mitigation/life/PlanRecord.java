package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.mitigation.policy.Planner;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plans of incidents on record: each change is stored and told. Owned by the mitigation thread. */
final class PlanRecord {
    private static final Logger log = LoggerFactory.getLogger(PlanRecord.class);

    private final HistoryStore store;
    private final EventSink events;
    private final PolicyLimits limits;
    private final Counters.Counter plans;
    private final Counters.Counter failures;

    PlanRecord(HistoryStore store, EventSink events, PolicyLimits limits, Counters counters) {
        this.store = store;
        this.events = events;
        this.limits = limits;
        plans = counters.counter("sentinel_mitigation_plans_total", "Plans written down");
        failures = counters.counter("sentinel_mitigation_plans_failed_total", "Plans that could not be carried out");
    }

    /** A plan that never touched a switch is written over; any other stays on record. */
    static int nextNumber(Incident incident) {
        boolean waits = incident.proposal != null && incident.proposal.status() == Status.PROPOSED;
        boolean untouched = waits
                || (incident.has(Status.PROPOSED) && incident.proposal == null)
                || (incident.has(Status.FAILED) && incident.plan.rules().isEmpty());
        return untouched ? incident.planNumber : incident.planNumber + 1;
    }

    /** This is the incident's plan now. */
    void save(Incident incident, MitigationPlan plan) {
        if (incident.plan == null || !incident.plan.id().equals(plan.id())) {
            plans.increment();
        }
        incident.plan = plan;
        record(plan);
    }

    /** The plan waits beside the one that is carried out. */
    void saveBeside(Incident incident, MitigationPlan plan) {
        plans.increment();
        incident.proposal = plan;
        record(plan);
    }

    /** Keeps the plan, which need not be the incident's own, and tells of it. */
    void record(MitigationPlan plan) {
        store.savePlan(plan);
        events.publish(new Event.PlanChanged(plan));
    }

    /** A plan that waits beside another is no longer of use. */
    void lapse(Incident incident) {
        if (incident.proposal != null && incident.proposal.status() == Status.PROPOSED) {
            record(incident.proposal.with(Status.LAPSED));
        }
        incident.proposal = null;
    }

    /** The incident has no rules any more: what was carried out is released, what waited has lapsed. */
    void close(Incident incident) {
        if (incident.has(Status.ACTIVE)) {
            save(incident, incident.plan.with(Status.RELEASED));
        } else if (incident.has(Status.PROPOSED)) {
            save(incident, incident.plan.with(Status.LAPSED));
        }
        lapse(incident);
    }

    /** A new plan could not be carried out; what an earlier one installed stays. */
    void fail(Incident incident, String reason, Instant now, Duration retryIn) {
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

    /** A plan was taken back, since it did too much harm. */
    void giveUp(Incident incident, String reason, MitigationPlan.Measured harm, Instant now, Duration retryIn) {
        incident.settledUntil = now.plus(limits.replanInterval());
        incident.retryAt = now.plus(retryIn);
        incident.planNumber = nextNumber(incident);
        save(
                incident,
                Planner.failed(incident.id, incident.planNumber, reason, now).with(harm));
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
}
