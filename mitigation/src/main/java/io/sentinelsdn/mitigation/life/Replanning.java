package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.mitigation.compile.MatchChoice;
import io.sentinelsdn.mitigation.policy.Fit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether an incident with rules needs a new plan. Owned by the mitigation thread. */
final class Replanning {
    /** A change to a narrower match is an improvement, not a need: it waits until the picture is steady. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private final RuleBook book;
    private final ListKeeper lists;
    private final MatchChoice matches;
    private final PlanRunner runner;

    Replanning(RuleBook book, ListKeeper lists, MatchChoice matches, PlanRunner runner) {
        this.book = book;
        this.lists = lists;
        this.matches = matches;
        this.runner = runner;
    }

    /** Why the active plan of an incident should be replaced, or empty. */
    Optional<String> reason(Incident incident, Instant now) {
        if (incident.ruleExpired) {
            return Optional.of("a rule expired while the attack goes on");
        }
        List<MitigationRule> live = book.get(incident.ruleIds);
        if (live.stream().anyMatch(rule -> RuleBook.endsSoon(rule, now))) {
            return Optional.of("a rule is about to expire while the attack goes on");
        }
        List<FlowRule> working = live.stream()
                .filter(rule -> rule.state().status() != RuleState.Status.FAILED)
                .map(MitigationRule::rule)
                .toList();
        if (working.size() < incident.plan.rules().size() && !now.isBefore(incident.retryAt)) {
            return Optional.of("a rule is missing");
        }
        List<FlowRule> rules = working.stream().filter(Elsewhere::isAgainst).toList();
        AttackEvidence evidence = incident.detection.evidence();
        if (rules.isEmpty() || (now.isBefore(incident.settledUntil) && !Fit.isForged(evidence, rules))) {
            return Optional.empty();
        }
        return Fit.misfit(evidence, rules, incident.plannedPps, lists.allowed())
                .or(() -> narrower(incident, rules, now))
                .or(() -> higher(incident, rules, now));
    }

    /** Behind a meter samples are few: only sources that are known to live there count. */
    private static AttackEvidence bound(AttackEvidence evidence) {
        return new AttackEvidence(
                evidence.target(),
                evidence.protocol(),
                evidence.icmpType(),
                evidence.synOnly(),
                evidence.spoofed(),
                evidence.pps(),
                evidence.bps(),
                evidence.ingress(),
                evidence.sources().stream()
                        .filter(AttackEvidence.SourceShare::bound)
                        .toList(),
                evidence.distinctSources(),
                evidence.dstPorts());
    }

    /** One rung up the ladder: sources that were limited and go on are dropped, unless that was found to hurt. */
    private static Optional<String> higher(Incident incident, List<FlowRule> rules, Instant now) {
        boolean limited = rules.stream()
                .allMatch(rule -> rule.verdict() == FlowRule.Verdict.METER
                        && rule.match().src() != null
                        && rule.match().src().isHost());
        return limited && incident.milder == 0 && incident.decided == null && Chooser.persists(incident, now)
                ? Optional.of("it goes on although it is limited")
                : Optional.empty();
    }

    /** Only what carries the whole attack, with what the broad rules hold back, is reason to name sources instead. */
    private Optional<String> narrower(Incident incident, List<FlowRule> rules, Instant now) {
        boolean broad = rules.stream().allMatch(rule -> rule.match().src() == null);
        boolean steady = !now.isBefore(incident.plannedAt.plus(STEADY));
        return broad
                        && steady
                        && matches.bySource(bound(runner.whole(incident)), lists.allowed())
                                .isPresent()
                ? Optional.of("its sources turned out to be few and real")
                : Optional.empty();
    }
}
