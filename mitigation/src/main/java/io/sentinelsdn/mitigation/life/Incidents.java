package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.IncidentFeedback;
import io.sentinelsdn.mitigation.compile.Choice;
import io.sentinelsdn.mitigation.compile.MatchChoice;
import io.sentinelsdn.mitigation.policy.Grace;
import io.sentinelsdn.mitigation.policy.Offenders;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What automation does, incident by incident: when to plan, when to plan again, when to let go. Owned by the mitigation
 * thread.
 */
public final class Incidents {
    private static final Logger log = LoggerFactory.getLogger(Incidents.class);
    /** The tracker has its own, smaller limit; this one guards against a tracker gone wrong. */
    private static final int MAX_INCIDENTS = 1024;
    /** So often a plan retreats: its limits are then 64 times what they were. */
    private static final int MILDEST = 3;

    private final IncidentTable incidents = new IncidentTable(MAX_INCIDENTS);
    private final RuleBook book;
    private final Switches switches;
    private final Grace grace = new Grace();
    private final PolicyLimits limits;
    private final PlanRunner runner;
    private final Replanning replanning;
    private final Spared spared;
    private final Chooser chooser;
    private final Probation probation;
    private final Counters.Counter ignored;
    private final Counters.Counter retreats;
    private final Clock clock;
    private IncidentFeedback feedback = (detectionId, progress) -> {};
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
        runner = new PlanRunner(
                incidents, book, switches, lists, chooser, offenders, limits, spared, store, events, counters, clock);
        this.spared = spared;
        this.chooser = chooser;
        probation = new Probation(book, limits, spared.response().probe(), counters);
        retreats = counters.counter(
                "sentinel_mitigation_retreats_total", "Plans made milder because they hurt too much good traffic");
        replanning = new Replanning(book, lists, matches, runner);
        counters.gauge("sentinel_mitigation_incidents", "Incidents that mitigation knows", incidents::size);
        ignored = counters.counter(
                "sentinel_mitigation_detections_ignored_total", "Detections left out because too many are open");
    }

    /** Where progress is told; set once, before the first detection. */
    public void feedback(IncidentFeedback tracker) {
        feedback = tracker;
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
                    .ifPresent(incident -> over(incident, detection, now));
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
        expire(now);
        if (spared.look(this::isAttacked, now)) {
            measure(now);
        }
        for (Incident incident : incidents.all()) {
            if (incident.trial != null) {
                test(incident, now);
            } else {
                report(incident, now);
                consider(incident, now);
            }
        }
    }

    /** The attack is over: what was dropped is tested first, where there is something to test. */
    private void over(Incident incident, Detection last, Instant now) {
        Changes changes = new Changes();
        boolean unknown = incident.detection == null;
        if (unknown || mode == MitigationMode.OFF || !probation.begin(incident, last.status(), changes, now)) {
            end(incident, last);
            return;
        }
        incident.detection = last;
        spared.renew(incident, changes, now);
        tell(incident, new MitigationProgress(MitigationProgress.State.RELEASED, List.of(), 0));
        switches.send(changes, () -> {});
    }

    private void test(Incident incident, Instant now) {
        Changes changes = new Changes();
        if (probation.tick(incident, changes, now)) {
            end(incident, incident.detection);
        } else if (!changes.isEmpty()) {
            switches.send(changes, () -> {});
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
            report(answered, clock.instant());
            done.run();
        });
        report(incident, now);
    }

    /** The waiting plan is not carried out; answers it. */
    MitigationPlan reject(Incident incident, Instant now) {
        MitigationPlan rejected = runner.reject(incident);
        report(incident, now);
        return rejected;
    }

    /** The incident of this detection, with its newest state. */
    Optional<Incident> of(String detectionId) {
        return incidents.get(detectionId).filter(incident -> incident.detection != null);
    }

    /** What the rules of an attack would match. */
    Optional<Choice> choice(Incident incident) {
        return runner.choice(incident);
    }

    /** Leaves the incident alone for a while, and takes its automatic rules away. */
    void onlyWatch(Incident incident, Changes changes, Instant now) {
        grace.grant(incident.detection, now.plus(limits.grace()));
        runner.release(incident, changes);
        report(incident, now);
    }

    private boolean isAttacked(IpAddress host) {
        return incidents.all().stream()
                .anyMatch(incident -> incident.isActive()
                        && incident.detection.evidence().target().equals(host));
    }

    /** Where rules hurt too much good traffic the plan becomes milder by itself. */
    private void measure(Instant now) {
        for (Incident incident : incidents.all()) {
            if (!incident.isActive() || !incident.has(Status.ACTIVE) || incident.ruleIds.isEmpty()) {
                continue;
            }
            Changes changes = new Changes();
            boolean tooMuch = spared.hurtsTooMuch(incident, changes, now);
            if (!changes.isEmpty()) {
                switches.send(changes, () -> {});
            }
            chooser.measure(incident, book.get(incident.ruleIds), now);
            boolean rested = !now.isBefore(incident.plannedAt.plus(limits.replanInterval()));
            if (tooMuch && rested && incident.milder < MILDEST && mode == MitigationMode.AUTO) {
                incident.milder++;
                retreats.increment();
                act(incident, "it hurt " + Math.round(1000 * incident.harm) / 10.0 + " % of good traffic", now);
            }
        }
    }

    /** A person took these rules away: their incidents are left alone for a while. */
    public void removedByHand(Collection<String> ruleIds, Instant now) {
        for (Incident incident : incidents.all()) {
            incident.permitIds.removeAll(ruleIds);
            if (incident.ruleIds.removeAll(ruleIds)) {
                if (incident.detection != null) {
                    grace.grant(incident.detection, now.plus(limits.grace()));
                }
                emptied(incident, now);
            }
        }
    }

    /** These rules may no longer be, since their source is allowed now; the incident goes on without them. */
    public void disallowed(Collection<String> ruleIds, Instant now) {
        for (Incident incident : incidents.all()) {
            incident.permitIds.removeAll(ruleIds);
            if (incident.ruleIds.removeAll(ruleIds)) {
                emptied(incident, now);
            }
        }
    }

    /** Changes the mode; {@code OFF} takes exactly the automatic rules away. {@code done} runs when that is confirmed. */
    public void mode(MitigationMode newMode, Runnable done) {
        mode = newMode;
        Changes changes = new Changes();
        if (newMode == MitigationMode.OFF) {
            for (Incident incident : incidents.all()) {
                runner.release(incident, changes);
                tell(incident, Progress.of(incident, book));
                if (incident.detection == null || incident.trial != null) {
                    incidents.remove(incident.id);
                }
            }
            for (MitigationRule rule : book.stored(Owner.AUTO).toList()) {
                book.remove(rule.rule().id(), RuleState.Status.REMOVED);
                changes.remove(rule.rule().id());
            }
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

    private void consider(Incident incident, Instant now) {
        if (!incident.isActive() || grace.holds(incident.detection, now)) {
            return;
        }
        boolean rested = !now.isBefore(incident.plannedAt.plus(limits.replanInterval()));
        if (mode != MitigationMode.AUTO) {
            if (incident.plan == null || (rested && mayProposeAgain(incident, now))) {
                runner.propose(incident, now);
                report(incident, now);
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
        runner.act(incident, why, now, answered -> report(answered, clock.instant()));
        report(incident, now);
    }

    private void expire(Instant now) {
        List<String> over = book.expired(now);
        if (over.isEmpty()) {
            return;
        }
        Changes changes = new Changes();
        for (String ruleId : over) {
            changes.remove(ruleId);
            book.remove(ruleId, RuleState.Status.EXPIRED);
            for (Incident incident : incidents.all()) {
                incident.permitIds.remove(ruleId);
                if (incident.ruleIds.remove(ruleId)) {
                    incident.ruleExpired = true;
                }
            }
        }
        for (Incident incident : incidents.all()) {
            if (incident.detection == null && incident.ruleIds.isEmpty()) {
                end(incident, null);
            }
        }
        switches.send(changes, () -> {});
    }

    private void end(Incident incident, Detection last) {
        Changes changes = new Changes();
        int rules = incident.ruleIds.size();
        long packets = book.get(incident.ruleIds).stream()
                .mapToLong(rule -> rule.state().packets())
                .sum();
        runner.release(incident, changes);
        incidents.remove(incident.id);
        tell(incident, new MitigationProgress(MitigationProgress.State.RELEASED, List.of(), 0));
        log.info(
                "detection={} is {}: released rules={} matched packets={}",
                incident.id,
                last == null ? "forgotten" : last.status().wireName(),
                rules,
                packets);
        switches.send(changes, () -> {});
    }

    private void emptied(Incident incident, Instant now) {
        if (incident.ruleIds.isEmpty()) {
            Changes changes = new Changes();
            runner.release(incident, changes);
            if (!changes.isEmpty()) {
                switches.send(changes, () -> {});
            }
        }
        report(incident, now);
    }

    private void report(Incident incident, Instant now) {
        if (incident.plan == null && incident.ruleIds.isEmpty()) {
            return;
        }
        MitigationProgress progress = Progress.of(incident, book);
        if (progress.state() == MitigationProgress.State.FAILED && incident.has(Status.ACTIVE)) {
            runner.refused(incident, now);
        }
        if (progress.state() == MitigationProgress.State.INSTALLED && incident.has(Status.FAILED)) {
            runner.recovered(incident);
        }
        if (!incident.ruleIds.isEmpty() || !progress.equals(incident.lastProgress)) {
            tell(incident, progress);
        }
    }

    private void tell(Incident incident, MitigationProgress progress) {
        incident.lastProgress = progress;
        feedback.progress(incident.id, progress);
    }
}
