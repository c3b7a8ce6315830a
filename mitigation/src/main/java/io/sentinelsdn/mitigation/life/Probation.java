package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Un-ban by evidence. When an attack is over, what was dropped is let through under a meter for a while; if no more
 * comes than the meter lets pass, the rule goes, else it drops again, each time for twice as long. Repeated offenders are
 * probed for longer. A rule never outlives its hard timeout.
 *
 * <p>Owned by the mitigation thread.
 */
final class Probation {
    private static final Logger log = LoggerFactory.getLogger(Probation.class);
    /** Counters of a rule that was just changed still speak of its earlier life. */
    private static final Duration SETTLE = Duration.ofMillis(1_500);

    private static final long LEAST_PPS = 10;
    private static final double PROBE_SHARE = 0.05;
    private static final int HOLD = 4;
    private static final int MOST_DOUBLINGS = 6;

    private final RuleBook book;
    private final PolicyLimits limits;
    private final Duration length;
    private final Counters.Counter probes;
    private final Counters.Counter relapses;

    Probation(RuleBook book, PolicyLimits limits, Duration length, Counters counters) {
        this.book = book;
        this.limits = limits;
        this.length = length;
        probes = counters.counter("sentinel_mitigation_probes_total", "Blocks let through under a meter to see");
        relapses = counters.counter("sentinel_mitigation_relapses_total", "Probes that met the attack again");
    }

    /** Lets go of all but the drops of an attack that is over and probes those; false when there is nothing to probe. */
    boolean begin(Incident incident, DetectionStatus last, Changes changes, Instant now) {
        List<MitigationRule> drops = book.get(incident.ruleIds).stream()
                .filter(rule -> rule.rule().verdict() == FlowRule.Verdict.DROP
                        && rule.state().status() == RuleState.Status.INSTALLED)
                .toList();
        if (length.isZero() || last != DetectionStatus.ENDED || drops.isEmpty()) {
            return false;
        }
        for (String id : List.copyOf(incident.ruleIds)) {
            if (drops.stream().noneMatch(drop -> drop.rule().id().equals(id))) {
                incident.ruleIds.remove(id);
                book.remove(id, RuleState.Status.REMOVED);
                changes.remove(id);
            }
        }
        probe(incident, changes, now);
        return true;
    }

    /** What is due by time; true when the incident has stood the test and may be forgotten. */
    boolean tick(Incident incident, Changes changes, Instant now) {
        Incident.Trial trial = incident.trial;
        if (incident.ruleIds.isEmpty()) {
            return true;
        }
        if (!trial.probing()) {
            if (!now.isBefore(trial.until())) {
                probe(incident, changes, now);
            }
            return false;
        }
        boolean settled = !now.isBefore(trial.since().plus(SETTLE));
        if (settled && hitPps(incident) > probePps(incident)) {
            relapses.increment();
            int failures = trial.failures() + 1;
            Duration hold = longer(length.multipliedBy(HOLD), failures - 1);
            log.info("detection={} is not over: dropped again for {} s", incident.id, hold.toSeconds());
            replace(incident, false, changes, now);
            incident.trial = new Incident.Trial(false, now, now.plus(hold), failures);
            return false;
        }
        return !now.isBefore(trial.until());
    }

    private void probe(Incident incident, Changes changes, Instant now) {
        probes.increment();
        int failures = incident.trial == null ? 0 : incident.trial.failures();
        replace(incident, true, changes, now);
        Duration probe = longer(length, repeats(incident));
        incident.trial = new Incident.Trial(true, now, now.plus(probe), failures);
        log.info("detection={} is over: what was dropped is probed for {} s", incident.id, probe.toSeconds());
    }

    /** How often the offender was here before, from the lifetime that it got. */
    private int repeats(Incident incident) {
        int repeats = 0;
        if (incident.lifetime != null) {
            for (Duration held = limits.lifetime();
                    held.compareTo(incident.lifetime) < 0;
                    held = held.multipliedBy(2)) {
                repeats++;
            }
        }
        return repeats;
    }

    private static Duration longer(Duration length, int doublings) {
        return length.multipliedBy(1L << Math.min(MOST_DOUBLINGS, doublings));
    }

    private void replace(Incident incident, boolean meter, Changes changes, Instant now) {
        for (MitigationRule old : book.get(incident.ruleIds)) {
            FlowRule rule = old.rule();
            Duration left = Duration.between(now, old.expiresAt());
            FlowRule changed = (meter ? rule.limiting(MeterSpec.packetsPerSecond(probePps(incident))) : rule.dropping())
                    .withHardTimeout(UserRules.wholeSeconds(left.isNegative() ? Duration.ZERO : left));
            book.put(
                    new MitigationRule(
                            changed,
                            old.owner(),
                            meter ? new MitigationAction.RateLimit(probePps(incident)) : new MitigationAction.Block(),
                            old.reason(),
                            old.detectionId(),
                            old.createdAt(),
                            old.expiresAt(),
                            RuleBook.unknown(rule.id())),
                    true,
                    now);
            changes.add(changed);
        }
    }

    private static long probePps(Incident incident) {
        return Math.max(LEAST_PPS, Math.round(PROBE_SHARE * incident.plannedPps));
    }

    private double hitPps(Incident incident) {
        return book.get(incident.ruleIds).stream()
                .mapToDouble(rule -> rule.state().pps())
                .sum();
    }
}
