package io.sentinelsdn.controller;

import io.sentinelsdn.controller.rules.RuleLedger;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.net.Dpid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Takes batches of mitigation rules to the switches and collects their answers. Owned by the control thread;
 * {@link #states} may be asked by any.
 */
final class RuleDesk {
    private static final long APPLY_PATIENCE_MS = 5_000;

    private final ControlThread thread;
    private final Agents agents;
    private final RuleLedger ledger;
    private final List<Apply> applying = new ArrayList<>();

    /** Counters of a rule's entry on one switch. */
    record RuleCount(String ruleId, long packets, long bytes, long nowNs) {}

    /** A batch on its way: rule ids and the switches that have not answered. */
    private record Apply(Set<String> ruleIds, Set<Dpid> waitingFor, CompletableFuture<Map<String, RuleState>> future) {}

    /** What of a batch goes to one switch. */
    private record Part(List<FlowRule> add, List<String> remove) {}

    RuleDesk(ControlThread thread, Agents agents, EventSink events) {
        this.thread = thread;
        this.agents = agents;
        ledger = new RuleLedger(state -> events.publish(new Event.RuleStateChanged(state)));
    }

    Map<String, RuleState> states() {
        return ledger.snapshot();
    }

    void attached(SwitchAgent agent) {
        List<FlowRule> rules = ledger.wantedOn(agent.dpid(), System.nanoTime());
        if (!rules.isEmpty()) {
            send(agent, new Part(rules, List.of()), null);
        }
    }

    /** Answers how many counters are remembered for the switch's return. */
    int detached(Dpid dpid) {
        int remembered = ledger.switchGone(dpid);
        ledger.publish();
        noLongerWaitFor(dpid);
        return remembered;
    }

    /** A switch that is gone is not remembered any longer. */
    void forget(Dpid dpid) {
        ledger.forget(dpid);
    }

    void apply(RuleBatch batch, CompletableFuture<Map<String, RuleState>> future) {
        long nowNs = System.nanoTime();
        Map<SwitchAgent, Part> parts = new HashMap<>();
        Set<String> added = new HashSet<>();
        for (FlowRule rule : batch.add()) {
            FlowRule before = ledger.want(rule, nowNs);
            added.add(rule.id());
            boolean leaves =
                    before != null && rule.dpid() != null && !rule.dpid().equals(before.dpid());
            if (leaves) {
                partsOf(before, parts).forEach(part -> part.remove().add(rule.id()));
            }
            partsOf(rule, parts).forEach(part -> part.add().add(rule));
        }
        for (String ruleId : batch.remove()) {
            FlowRule rule = added.contains(ruleId) ? null : ledger.drop(ruleId);
            if (rule != null) {
                partsOf(rule, parts).forEach(part -> part.remove().add(ruleId));
            }
        }
        ledger.publish();
        Set<Dpid> waitingFor = new HashSet<>();
        parts.keySet().forEach(agent -> waitingFor.add(agent.dpid()));
        Apply apply = new Apply(added, waitingFor, future);
        applying.add(apply);
        parts.forEach((agent, part) -> send(agent, part, apply));
        thread.after(APPLY_PATIENCE_MS, () -> {
            apply.waitingFor().clear();
            finishIfDone(apply);
        });
        finishIfDone(apply);
    }

    /** Sends a switch its part of a batch, or of none when {@code apply} is null. */
    private void send(SwitchAgent agent, Part part, Apply apply) {
        agent.execute(() -> agent.changeRules(
                part.add(),
                part.remove(),
                errorByRule -> thread.post(() -> answered(agent.dpid(), errorByRule, apply))));
    }

    /** The barrier behind a part came back. Other batches that are on their way to this switch go on waiting. */
    private void answered(Dpid dpid, Map<String, String> errorByRule, Apply apply) {
        errorByRule.forEach((ruleId, error) -> ledger.answered(ruleId, dpid, error));
        ledger.publish();
        if (apply != null) {
            apply.waitingFor().remove(dpid);
            finishIfDone(apply);
        }
    }

    void counted(Dpid dpid, List<RuleCount> counts) {
        for (RuleCount count : counts) {
            ledger.counted(count.ruleId(), dpid, count.packets(), count.bytes(), count.nowNs());
        }
        ledger.publish();
    }

    void expired(Dpid dpid, String ruleId) {
        ledger.expired(ruleId, dpid, System.nanoTime());
    }

    /** A switch has lost entries of these rules: sends them again with what is left of their lifetime. */
    void missing(SwitchAgent agent, List<String> ruleIds) {
        Set<String> lost = Set.copyOf(ruleIds);
        List<FlowRule> again = ledger.wantedOn(agent.dpid(), System.nanoTime()).stream()
                .filter(rule -> lost.contains(rule.id()))
                .toList();
        send(agent, new Part(again, List.of()), null);
    }

    /** Once a second. */
    void tick(long nowNs) {
        ledger.tick(nowNs);
    }

    private void noLongerWaitFor(Dpid dpid) {
        for (Apply apply : List.copyOf(applying)) {
            apply.waitingFor().remove(dpid);
            finishIfDone(apply);
        }
    }

    private void finishIfDone(Apply apply) {
        if (apply.waitingFor().isEmpty() && applying.remove(apply)) {
            Map<String, RuleState> states = ledger.statesOf(apply.ruleIds());
            apply.future().completeAsync(() -> states);
        }
    }

    private List<Part> partsOf(FlowRule rule, Map<SwitchAgent, Part> parts) {
        List<Part> concerned = new ArrayList<>();
        for (SwitchAgent agent : agents.all()) {
            if (rule.dpid() == null || rule.dpid().equals(agent.dpid())) {
                concerned.add(parts.computeIfAbsent(agent, unused -> new Part(new ArrayList<>(), new ArrayList<>())));
            }
        }
        return concerned;
    }
}
