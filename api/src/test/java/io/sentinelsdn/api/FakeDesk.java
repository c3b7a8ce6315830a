package io.sentinelsdn.api;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.ManualRequest;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.PolicyKind;
import io.sentinelsdn.domain.mitigate.PolicyReport;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.HistoryStore.ListEntry;
import io.sentinelsdn.domain.spi.MitigationDesk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** A desk whose switches answer at once, with the status it is told. */
final class FakeDesk implements MitigationDesk {
    volatile RuleState.Status answer = RuleState.Status.INSTALLED;
    /** What every block gets, when set: nothing until the test completes it. */
    volatile CompletableFuture<MitigationRule> pending;

    /** What was asked for last. */
    volatile ManualRequest asked;

    private final Map<String, MitigationPlan.Status> answered = new ConcurrentSkipListMap<>();
    private volatile MitigationMode mode = MitigationMode.AUTO;
    private volatile PolicyKind policy = PolicyKind.RL;
    private final Map<String, MitigationRule> rules = new ConcurrentSkipListMap<>();
    private final Map<String, ListEntry> allowed = new ConcurrentSkipListMap<>();
    private final Map<String, ListEntry> blacklisted = new ConcurrentSkipListMap<>();

    FakeDesk() {
        rules.put("r-auto", rule("r-auto", "10.0.0.9"));
    }

    static MitigationRule rule(String id, String source) {
        FlowRule rule = new FlowRule(
                id,
                null,
                RuleBand.USER,
                Match.source(Prefix.parse(source)),
                FlowRule.Verdict.DROP,
                null,
                Duration.ofMinutes(10));
        return new MitigationRule(
                rule,
                MitigationRule.Owner.AUTO,
                new MitigationAction.Block(),
                "syn_flood",
                "d-live",
                FakeHouse.START,
                FakeHouse.START.plusSeconds(600),
                new RuleState(id, RuleState.Status.INSTALLED, 1, null, 12, 720, 3));
    }

    @Override
    public CompletableFuture<MitigationRule> block(Prefix source, Duration duration, String reason) {
        if (pending != null) {
            return pending;
        }
        if (source.toString().equals("10.0.0.1")) {
            return CompletableFuture.failedFuture(new Refused("10.0.0.1 is allow-listed"));
        }
        if (source.length() == 0) {
            throw new IllegalArgumentException("prefix is too wide: " + source);
        }
        String id = "r-" + source;
        MitigationRule made = new MitigationRule(
                rule(id, source.toString()).rule(),
                MitigationRule.Owner.USER,
                new MitigationAction.Block(),
                reason,
                null,
                FakeHouse.START,
                FakeHouse.START.plus(duration),
                new RuleState(id, answer, 1, answer == RuleState.Status.FAILED ? "table full" : null, 0, 0, 0));
        rules.put(id, made);
        return CompletableFuture.completedFuture(made);
    }

    @Override
    public CompletableFuture<Boolean> remove(String ruleId) {
        return CompletableFuture.completedFuture(rules.remove(ruleId) != null);
    }

    @Override
    public CompletableFuture<Integer> removeAll(MitigationRule.Owner owner) {
        int before = rules.size();
        rules.values().removeIf(rule -> rule.owner() == owner);
        return CompletableFuture.completedFuture(before - rules.size());
    }

    @Override
    public List<MitigationRule> rules() {
        return List.copyOf(rules.values());
    }

    @Override
    public Optional<MitigationPlan> plan(String id) {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<MitigationPlan> approve(String planId) {
        return said(planId, MitigationPlan.Status.ACTIVE);
    }

    @Override
    public CompletableFuture<MitigationPlan> reject(String planId) {
        return said(planId, MitigationPlan.Status.REJECTED);
    }

    /** A plan waits until somebody has said something. */
    private CompletableFuture<MitigationPlan> said(String planId, MitigationPlan.Status status) {
        return answered.putIfAbsent(planId, status) == null
                ? CompletableFuture.completedFuture(
                        FakeHouse.plan(planId, "d-live").with(status))
                : CompletableFuture.failedFuture(new Refused("plan " + planId + " does not wait for an answer"));
    }

    @Override
    public CompletableFuture<List<MitigationRule>> mitigate(ManualRequest request) {
        asked = request;
        if (request.action().equals("redirect")) {
            return CompletableFuture.failedFuture(new Refused("no scrubber is configured"));
        }
        MitigationRule rule = rule("r-manual", "10.0.0.7");
        return CompletableFuture.completedFuture(
                List.of(rule.withState(new RuleState("r-manual", answer, 1, "table full", 0, 0, 0))));
    }

    @Override
    public CompletableFuture<Void> allow(Prefix prefix, String reason) {
        return add(allowed, prefix, reason);
    }

    @Override
    public CompletableFuture<Void> disallow(Prefix prefix) {
        allowed.remove(prefix.toString());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> blacklist(Prefix prefix, String reason) {
        if (allowed.containsKey(prefix.toString())) {
            return CompletableFuture.failedFuture(new Refused(prefix + " is allow-listed"));
        }
        return add(blacklisted, prefix, reason);
    }

    @Override
    public CompletableFuture<Void> unblacklist(Prefix prefix) {
        blacklisted.remove(prefix.toString());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public List<ListEntry> allowList() {
        return List.copyOf(allowed.values());
    }

    @Override
    public List<ListEntry> blackList() {
        return List.copyOf(blacklisted.values());
    }

    @Override
    public PolicyReport policy() {
        return new PolicyReport(
                policy.wireName(),
                "ladder",
                0.1,
                3,
                50,
                0.8,
                0.7,
                0.1,
                -0.2,
                List.of(new PolicyReport.LearnedArm("block", 3, 0.7, Map.of("one", 0.5))),
                List.of(new PolicyReport.Logged(List.of("block", "limit"), "block", "limit", "block", 0.95, 0.9)));
    }

    @Override
    public CompletableFuture<Void> policy(PolicyKind kind) {
        policy = kind;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public MitigationMode mode() {
        return mode;
    }

    @Override
    public CompletableFuture<Void> mode(MitigationMode newMode) {
        mode = newMode;
        return CompletableFuture.completedFuture(null);
    }

    private static CompletableFuture<Void> add(Map<String, ListEntry> list, Prefix prefix, String reason) {
        list.putIfAbsent(prefix.toString(), new ListEntry(prefix.toString(), reason, FakeHouse.START));
        return CompletableFuture.completedFuture(null);
    }
}
