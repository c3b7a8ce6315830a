package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.mitigation.policy.Grace;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How incidents and their rules end: over, on probation, expired, taken away by a person. Owned by the mitigation
 * thread.
 */
final class Endings {
    private static final Logger log = LoggerFactory.getLogger(Endings.class);

    private final IncidentTable incidents;
    private final RuleBook book;
    private final Switches switches;
    private final RuleExchange exchange;
    private final Spared spared;
    private final Probation probation;
    private final Grace grace;
    private final PolicyLimits limits;
    private final Reports reports;

    Endings(
            IncidentTable incidents,
            RuleBook book,
            Switches switches,
            RuleExchange exchange,
            Spared spared,
            Probation probation,
            Grace grace,
            PolicyLimits limits,
            Reports reports) {
        this.incidents = incidents;
        this.book = book;
        this.switches = switches;
        this.exchange = exchange;
        this.spared = spared;
        this.probation = probation;
        this.grace = grace;
        this.limits = limits;
        this.reports = reports;
    }

    /** The attack is over: what was dropped is tested first, where there is something to test. */
    void over(Incident incident, Detection last, boolean mayTest, Instant now) {
        Changes changes = new Changes();
        boolean unknown = incident.detection == null;
        if (unknown || !mayTest || !probation.begin(incident, last.status(), changes, now)) {
            end(incident, last);
            return;
        }
        incident.detection = last;
        spared.renew(incident, changes, now);
        reports.tell(incident, new MitigationProgress(MitigationProgress.State.RELEASED, List.of(), 0));
        switches.send(changes, () -> {});
    }

    /** Looks at what comes while what was dropped is let through under a meter. */
    void test(Incident incident, Instant now) {
        Changes changes = new Changes();
        if (probation.tick(incident, changes, now)) {
            end(incident, incident.detection);
        } else if (!changes.isEmpty()) {
            switches.send(changes, () -> {});
        }
    }

    /** Leaves the incident alone for a while, and takes its automatic rules away. */
    void onlyWatch(Incident incident, Changes changes, Instant now) {
        grace.grant(incident.detection, now.plus(limits.grace()));
        exchange.release(incident, changes);
        reports.report(incident, now);
    }

    /** A person took these rules away: their incidents are left alone for a while. */
    void removedByHand(Collection<String> ruleIds, Instant now) {
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
    void disallowed(Collection<String> ruleIds, Instant now) {
        for (Incident incident : incidents.all()) {
            incident.permitIds.removeAll(ruleIds);
            if (incident.ruleIds.removeAll(ruleIds)) {
                emptied(incident, now);
            }
        }
    }

    /** Takes exactly the automatic rules away; incidents that go on are known still. */
    void endAutomatic(Changes changes) {
        for (Incident incident : incidents.all()) {
            exchange.release(incident, changes);
            reports.tell(incident, Progress.of(incident, book));
            if (incident.detection == null || incident.trial != null) {
                incidents.remove(incident.id);
            }
        }
        for (MitigationRule rule : book.stored(Owner.AUTO).toList()) {
            book.remove(rule.rule().id(), RuleState.Status.REMOVED);
            changes.remove(rule.rule().id());
        }
    }

    /** Lets go what is over by our clock or a switch's. */
    void expire(Instant now) {
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
        exchange.release(incident, changes);
        incidents.remove(incident.id);
        reports.tell(incident, new MitigationProgress(MitigationProgress.State.RELEASED, List.of(), 0));
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
            exchange.release(incident, changes);
            if (!changes.isEmpty()) {
                switches.send(changes, () -> {});
            }
        }
        reports.report(incident, now);
    }
}
