package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.PolicyKind;
import io.sentinelsdn.domain.mitigate.PolicyReport;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.mitigation.compile.Choice;
import io.sentinelsdn.mitigation.compile.MatchChoice;
import io.sentinelsdn.mitigation.compile.Scene;
import io.sentinelsdn.mitigation.learn.Arm;
import io.sentinelsdn.mitigation.learn.Bandit;
import io.sentinelsdn.mitigation.learn.Ladder;
import io.sentinelsdn.mitigation.learn.Situation;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses among the plans that are safe for an incident: the ladder, or what was learned. A decision of an incident
 * stands until its reward is measured, ten seconds after its rules were made.
 *
 * <p>Owned by the mitigation thread; {@link #report} is for everybody.
 */
public final class Chooser {
    private static final Logger log = LoggerFactory.getLogger(Chooser.class);
    private static final String KEY = "mitigation_policy_learned";
    private static final Duration MEASURED_AFTER = Duration.ofSeconds(10);
    private static final double RULE_COST = 0.01;

    private PolicyKind kind;
    private final MatchChoice matches;
    private final HistoryStore store;
    private final Elsewhere elsewhere;
    private final Bandit bandit;
    private volatile PolicyReport report;

    /**
     * @param seed of what is drawn
     */
    public Chooser(PolicyKind kind, MatchChoice matches, Elsewhere elsewhere, HistoryStore store, long seed) {
        this.elsewhere = elsewhere;
        this.kind = kind;
        this.matches = matches;
        this.store = store;
        bandit = new Bandit(seed);
        report = bandit.report(kind.wireName());
    }

    /** Takes back what an earlier process has learned. */
    public void restore() {
        store.config(KEY).ifPresent(text -> {
            if (!bandit.restore(text)) {
                log.warn("what was learned about mitigation cannot be read and is begun anew");
            }
        });
        report = bandit.report(kind.wireName());
    }

    /** Changes who chooses, from the next plan on; what the other one decided is not kept up. */
    public void kind(PolicyKind other) {
        kind = other;
        report = bandit.report(kind.wireName());
    }

    /** Who decides and what was learned. Any thread. */
    public PolicyReport report() {
        return report;
    }

    /** What is to be matched and done, or empty when no plan is safe. */
    Optional<Choice> choose(Incident incident, AttackEvidence evidence, Scene scene, Instant now) {
        Map<Arm, Choice> safe = safe(evidence, scene);
        if (safe.isEmpty()) {
            return Optional.empty();
        }
        boolean persists = persists(incident, now);
        Arm ladder = Ladder.arm(incident.detection.confidence(), persists, safe.keySet());
        Optional<Choice> sent = elsewhere(incident, safe, safe.get(ladder));
        if (kind == PolicyKind.LADDER || sent.isPresent()) {
            incident.decided = null;
        }
        if (sent.isPresent()) {
            return sent;
        }
        if (incident.decided != null && safe.containsKey(incident.decided.taken()) && !climbs(incident, safe, now)) {
            return Optional.of(safe.get(incident.decided.taken()));
        }
        if (kind == PolicyKind.LADDER) {
            return Optional.of(safe.get(ladder));
        }
        incident.decided = bandit.decide(situation(incident, evidence, scene, safe), safe.keySet(), ladder);
        incident.decidedAt = now;
        incident.rewarded = false;
        return Optional.of(safe.get(incident.decided.taken()));
    }

    private Optional<Choice> elsewhere(Incident incident, Map<Arm, Choice> safe, Choice ladder) {
        return Optional.ofNullable(safe.get(Arm.VICTIM))
                .flatMap(byVictim -> elsewhere.challenge(incident, byVictim))
                .or(() -> elsewhere.redirect(incident, ladder));
    }

    /** Whether the attack goes on ten seconds after it was first limited. */
    static boolean persists(Incident incident, Instant now) {
        return incident.limitedSince != null && !now.isBefore(incident.limitedSince.plus(MEASURED_AFTER));
    }

    /** A limit that was measured and still has work to do may be decided anew. */
    private static boolean climbs(Incident incident, Map<Arm, Choice> safe, Instant now) {
        return incident.rewarded
                && incident.decided.taken() != Arm.BLOCK
                && safe.containsKey(Arm.BLOCK)
                && !now.isBefore(incident.decidedAt.plus(MEASURED_AFTER.multipliedBy(3)));
    }

    private Map<Arm, Choice> safe(AttackEvidence evidence, Scene scene) {
        Map<Arm, Choice> safe = new EnumMap<>(Arm.class);
        matches.bySource(evidence, scene).ifPresent(choice -> {
            boolean drops = choice.shapes().stream().anyMatch(shape -> shape.verdict() == FlowRule.Verdict.DROP);
            safe.put(drops ? Arm.BLOCK : Arm.LIMIT, choice);
            if (drops) {
                matches.bySource(evidence, scene.limiting()).ifPresent(limit -> safe.put(Arm.LIMIT, limit));
            }
        });
        matches.byVictim(evidence, scene).ifPresent(choice -> safe.put(Arm.VICTIM, choice));
        return safe;
    }

    private static Situation situation(Incident incident, AttackEvidence evidence, Scene scene, Map<Arm, Choice> safe) {
        double users = evidence.sources().stream()
                .limit(8)
                .mapToInt(source -> scene.users().applyAsInt(source.ip()))
                .max()
                .orElse(1);
        double sourceShare = safe.containsKey(Arm.LIMIT) ? safe.get(Arm.LIMIT).expectedRemoved() : 0;
        return new Situation(
                evidence.pps(),
                incident.detection.confidence(),
                evidence.spoofed(),
                evidence.distinctSources(),
                users,
                scene.good().size(),
                sourceShare);
    }

    /** Measures what a decision brought, once, ten seconds after its rules were made. */
    void measure(Incident incident, List<MitigationRule> rules, Instant now) {
        boolean due = incident.decided != null
                && !incident.rewarded
                && !rules.isEmpty()
                && !now.isBefore(incident.decidedAt.plus(MEASURED_AFTER));
        if (!due) {
            return;
        }
        incident.rewarded = true;
        double held = rules.stream()
                .filter(rule -> Elsewhere.isAgainst(rule.rule()))
                .mapToDouble(Chooser::heldPps)
                .sum();
        double seen = incident.detection.evidence().pps();
        double removed = held / Math.max(1, Math.max(incident.plannedPps, Math.max(held, seen)));
        double reward = removed - incident.harm - RULE_COST * rules.size();
        bandit.reward(incident.decided, Math.max(-1, Math.min(1, reward)));
        log.info(
                "detection={} arm={} reward={}",
                incident.id,
                incident.decided.taken().wireName(),
                reward);
        report = bandit.report(kind.wireName());
        try {
            store.putConfig(KEY, bandit.save());
        } catch (UncheckedIOException full) {
            log.warn("what was learnt is not stored reason={}", full.getMessage());
        }
    }

    private static double heldPps(MitigationRule rule) {
        double pps = rule.state().pps();
        return rule.rule().meter() == null
                ? pps
                : Math.max(0, pps - rule.rule().meter().rate());
    }
}
