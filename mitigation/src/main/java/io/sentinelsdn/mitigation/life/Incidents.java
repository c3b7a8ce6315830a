package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.IncidentFeedback;
import io.sentinelsdn.mitigation.compile.Choice;
import io.sentinelsdn.mitigation.compile.MatchChoice;
import io.sentinelsdn.mitigation.compile.RuleShape;
import io.sentinelsdn.mitigation.policy.Grace;
import io.sentinelsdn.mitigation.policy.Offenders;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What automation does, incident by incident: when to plan, when to plan again, when to let go. Owned by the mitigation
 * thread.
 */
public final class Incidents {
    /** The tracker has its own, smaller limit; this one guards against a tracker gone wrong. */
    private static final int MAX_INCIDENTS = 1024;

    private final IncidentTable incidents = new IncidentTable(MAX_INCIDENTS);
    private final RuleBook book;
    private final Switches switches;
    private final Grace grace = new Grace();
    private final PolicyLimits limits;
    private final PlanRunner runner;
    private final Endings endings;
    private final Reports reports;
    private final Replanning replanning;
    private final Spared spared;
    private final Chooser chooser;
    private final Counters.Counter ignored;
    private final Retreats retreats;
    private final Clock clock;
    private volatile MitigationMode mode;

    public Incidents(
            RuleBook book,
            Switches switches,
            ListKeeper lists,
            MatchChoice matches,
            Chooser chooser,
            Offenders offenders,
            PolicyLimits limits,
            Spared spared,
            MitigationMode mode,
            HistoryStore store,
            EventSink events,
            Counters counters,
            Clock clock) {
        this.book = book;
        this.switches = switches;
        this.limits = limits;
        this.mode = mode;
        this.clock = clock;
        this.spared = spared;
        this.chooser = chooser;
        PlanRecord record = new PlanRecord(store, events, limits, counters);
        RuleExchange exchange = new RuleExchange(incidents, book, spared, record);
        Budget budget = new Budget(
                incidents, book, limits, spared.regulars(), spared.response().maxTrafficShare());
        HoldTimes holds = new HoldTimes(offenders);
        runner = new PlanRunner(
                book, switches, lists, chooser, holds, limits, budget, spared, record, exchange, counters, clock);
        reports = new Reports(book, record);
        Probation probation = new Probation(book, limits, spared.response().probe(), counters);
        endings = new Endings(incidents, book, switches, exchange, spared, probation, grace, limits, reports);
        retreats = new Retreats(runner, record, spared, limits, counters);
        replanning = new Replanning(book, lists, matches, runner);
        counters.gauge("sentinel_mitigation_incidents", "Incidents that mitigation knows", incidents::size);
        ignored = counters.counter(
                "sentinel_mitigation_detections_ignored_total", "Detections left out because too many are open");
    }

    /** Where progress is told; set once, before the first detection. */
    public void feedback(IncidentFeedback tracker) {
        reports.to(tracker);
    }

    /** How far automation may go now. Any thread. */
    public MitigationMode mode() {
        return mode;
    }

    /** Sets the mode at a start, before anything else happens. */
    public void startIn(MitigationMode first) {
        mode = first;
    }

    /** Takes a new state of a detection. */
    public void onDetection(Detection detection, Instant now) {
        if (!detection.status().isActive()) {
            incidents
                    .get(detection.id())
                    .filter(incident -> incident.trial == null)
                    .ifPresent(incident -> endings.over(incident, detection, mode != MitigationMode.OFF, now));
            return;
        }
        Optional<Incident> incident = incidents.getOrCreate(detection.id());
        if (incident.isEmpty()) {
            ignored.increment();
            return;
        }
        incident.get().detection = detection;
        incident.get().trial = null;
        consider(incident.get(), now);
    }

    /** Lets expired rules go, tells the tracker how each incident stands, and plans where that is due. */
    public void tick(Instant now) {
        endings.expire(now);
        if (spared.look(this::isAttacked, now)) {
            measure(now);
        }
        for (Incident incident : incidents.all()) {
            if (incident.trial != null) {
                endings.test(incident, now);
            } else {
                reports.report(incident, now);
                consider(incident, now);
            }
        }
    }

    /** The incident whose plan of this id waits for a person. */
    Optional<Incident> proposing(String planId) {
        return incidents.all().stream()
                .filter(incident ->
                        incident.waiting() != null && incident.waiting().id().equals(planId))
                .findFirst();
    }

    /** Carries the waiting plan out as it is. */
    void approve(Incident incident, Instant now, Runnable done) {
        runner.approve(incident, now, answered -> {
            reports.report(answered, clock.instant());
            done.run();
        });
        reports.report(incident, now);
    }

    /** The waiting plan is not carried out; answers it. */
    MitigationPlan reject(Incident incident, Instant now) {
        MitigationPlan rejected = runner.reject(incident);
        reports.report(incident, now);
        return rejected;
    }

    /** The incident of this detection, with its newest state. */
    Optional<Incident> of(String detectionId) {
        return incidents.get(detectionId).filter(incident -> incident.detection != null);
    }

    /** Fails when a switch has no meters for these limits. */
    void checkMeters(List<RuleShape> shapes) {
        spared.checkMeters(shapes);
    }

    /** What the rules of an attack would match. */
    Optional<Choice> choice(Incident incident) {
        return runner.choice(incident);
    }

    private boolean isAttacked(IpAddress host) {
        return incidents.all().stream()
                .anyMatch(incident -> incident.isActive()
                        && incident.detection.evidence().target().equals(host));
    }

    /** Where rules hurt too much good traffic the plan becomes narrower or milder by itself. */
    private void measure(Instant now) {
        spared.take(switches.looks());
        for (Incident incident : incidents.all()) {
            if (!incident.isActive() || !incident.has(Status.ACTIVE) || incident.ruleIds.isEmpty()) {
                continue;
            }
            Changes changes = new Changes();
            Harm.Estimate estimate = spared.measure(incident, changes, now);
            if (!changes.isEmpty()) {
                switches.send(changes, () -> {});
            }
            retreats.note(incident, estimate, now);
            chooser.measure(incident, book.get(incident.ruleIds), now);
            boolean rested = !now.isBefore(incident.plannedAt.plus(limits.replanInterval()));
            if (rested && mode == MitigationMode.AUTO && retreats.isDue(estimate)) {
                retreats.retreat(incident, estimate, this::act, now);
            }
        }
    }

    /** Changes the mode; {@code OFF} takes exactly the automatic rules away. {@code done} runs when that is confirmed. */
    public void mode(MitigationMode newMode, Runnable done) {
        mode = newMode;
        Changes changes = new Changes();
        if (newMode == MitigationMode.OFF) {
            endings.endAutomatic(changes);
        }
        switches.send(changes, done);
    }

    /** Takes back an incident of which only its rules are known. */
    public void restore(String detectionId, List<MitigationRule> rules, MitigationPlan plan, int planNumber) {
        Optional<Incident> room = incidents.getOrCreate(detectionId);
        if (room.isPresent()) {
            Incident incident = room.get();
            rules.forEach(rule -> (rule.rule().band() == RuleBand.AUTO_PERMIT ? incident.permitIds : incident.ruleIds)
                    .add(rule.rule().id()));
            incident.plan = plan;
            incident.planNumber = planNumber;
        }
    }

    /** A person took these rules away: their incidents are left alone for a while. */
    public void removedByHand(Collection<String> ruleIds, Instant now) {
        endings.removedByHand(ruleIds, now);
    }

    /** These rules may no longer be, since their source is allowed now; the incident goes on without them. */
    public void disallowed(Collection<String> ruleIds, Instant now) {
        endings.disallowed(ruleIds, now);
    }

    /** Leaves the incident alone for a while, and takes its automatic rules away. */
    void onlyWatch(Incident incident, Changes changes, Instant now) {
        endings.onlyWatch(incident, changes, now);
    }

    private void consider(Incident incident, Instant now) {
        if (!incident.isActive() || grace.holds(incident.detection, now)) {
            return;
        }
        boolean rested = !now.isBefore(incident.plannedAt.plus(limits.replanInterval()));
        if (mode != MitigationMode.AUTO) {
            if (incident.plan == null || (rested && mayProposeAgain(incident, now))) {
                runner.propose(incident, now);
                reports.report(incident, now);
            }
            return;
        }
        if (incident.plan == null || !(incident.has(Status.FAILED) || incident.has(Status.ACTIVE))) {
            act(incident, "new", now);
        } else if (incident.has(Status.FAILED)) {
            if (!now.isBefore(incident.retryAt)) {
                act(incident, "again after a failure", now);
            }
        } else if (rested) {
            replanning.reason(incident, now).ifPresent(why -> act(incident, why, now));
        }
    }

    private boolean mayProposeAgain(Incident incident, Instant now) {
        if (incident.has(Status.ACTIVE)) {
            return mode == MitigationMode.PROPOSE
                    && (incident.proposal != null
                            || replanning.reason(incident, now).isPresent());
        }
        boolean undone = incident.has(Status.RELEASED) || incident.has(Status.LAPSED);
        return incident.ruleIds.isEmpty() && (mode == MitigationMode.PROPOSE || !undone);
    }

    private void act(Incident incident, String why, Instant now) {
        runner.act(incident, why, now, answered -> reports.report(answered, clock.instant()));
        reports.report(incident, now);
    }
}
