package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes plans back that hurt more good traffic than the budget allows: first to a narrower one, which leaves strangers
 * beside the attackers out, then to milder ones, whose limits are higher, and when none is left the rules go, which is
 * told. Owned by the mitigation thread.
 */
final class Retreats {
    private static final Logger log = LoggerFactory.getLogger(Retreats.class);
    /** So often a plan becomes milder: its limits are then 64 times what they were. */
    private static final int MILDEST = 3;

    private static final int MOST_STRANGERS = 64;
    private static final Duration ON_RECORD_EVERY = Duration.ofSeconds(10);

    private final PlanRunner runner;
    private final PlanRecord record;
    private final Spared spared;
    private final PolicyLimits limits;
    private final Counters.Counter retreats;
    private final Counters.Counter ends;

    /** Plans anew for an incident. */
    interface Acting {
        void act(Incident incident, String why, Instant now);
    }

    Retreats(PlanRunner runner, PlanRecord record, Spared spared, PolicyLimits limits, Counters counters) {
        this.runner = runner;
        this.record = record;
        this.spared = spared;
        this.limits = limits;
        retreats = counters.counter(
                "sentinel_mitigation_retreats_total",
                "Plans made narrower or milder because they hurt too much good traffic");
        ends = counters.counter(
                "sentinel_mitigation_given_up_total",
                "Plans ended because they hurt too much good traffic and nothing milder was left");
    }

    /** Puts what was measured on the plan's record, now and then and when it is over the budget. */
    void note(Incident incident, Harm.Estimate estimate, Instant now) {
        MitigationPlan.Measured measured = estimate.measured();
        boolean due = !now.isBefore(incident.measuredAt.plus(ON_RECORD_EVERY))
                || (isOver(measured.collateral())
                        && (incident.plan.measured() == null
                                || !isOver(incident.plan.measured().collateral())));
        boolean first = incident.plan.measured() == null && measured.samples() > 0;
        if ((due || first) && !measured.equals(incident.plan.measured())) {
            incident.measuredAt = now;
            record.save(incident, incident.plan.with(measured));
        }
    }

    private boolean isOver(double collateral) {
        return collateral > spared.response().collateralBudget();
    }

    /** Whether more good traffic is hurt than may be. */
    boolean isDue(Harm.Estimate estimate) {
        return isOver(estimate.measured().collateral());
    }

    /** One step back. */
    void retreat(Incident incident, Harm.Estimate estimate, Acting acting, Instant now) {
        String hurt = String.format(
                Locale.ROOT,
                "it hurt %.1f %% of good traffic",
                100 * estimate.measured().collateral());
        if (narrower(incident, estimate, hurt, acting, now) || !isOver(estimate.share())) {
            return;
        }
        if (incident.milder < MILDEST) {
            incident.milder++;
            count(incident);
            acting.act(incident, hurt, now);
        } else {
            ends.increment();
            log.warn("detection={} rules are taken back: {} and nothing milder is left", incident.id, hurt);
            incident.milder = 0;
            runner.giveUp(
                    incident,
                    "Rules were taken back: " + hurt + " (mitigation.collateral_budget), and nothing narrower or milder"
                            + " is left. A person should look.",
                    estimate.measured(),
                    now,
                    limits.grace());
        }
    }

    /** Leaves out sources that prefixes hold beside the attackers; false when that changes nothing. */
    private boolean narrower(Incident incident, Harm.Estimate estimate, String hurt, Acting acting, Instant now) {
        if (incident.strangers.size() + estimate.strangers().size() > MOST_STRANGERS
                || !incident.strangers.addAll(estimate.strangers())) {
            return false;
        }
        Set<String> before = new HashSet<>(incident.ruleIds);
        acting.act(incident, hurt + ", so fewer addresses are matched", now);
        boolean changed = !before.equals(incident.ruleIds);
        if (changed) {
            count(incident);
        }
        return changed;
    }

    private void count(Incident incident) {
        incident.retreats++;
        retreats.increment();
    }
}
