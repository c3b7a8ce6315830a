package io.sentinelsdn.controller.rules;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.FlowStatsEntry;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.domain.flow.Detour;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.net.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The mitigation rules of one switch as entries: each rule has an entry in the mitigation table, and a rate limit has
 * a meter and an entry that keeps what it holds out of the monitor's counters. Owned by the event loop of the switch.
 */
public final class SwitchRules {
    private final SwitchLedger ledger;
    private final SwitchMeters meters;
    private final FoldedPlan folded;
    private final Function<FlowRule, Exit> exits;
    /** Rules on a switch with one table, whose entries forward by themselves. */
    private final Map<String, Forwarding> forwarding = new HashMap<>();

    private final Map<String, FlowEntry> entryByRule = new LinkedHashMap<>();
    private final Map<String, FlowEntry> uncountedByRule = new HashMap<>();
    private final Map<Long, String> ruleByCookie = new HashMap<>();
    /** The same for entries that copy samples to the controller. */
    private final Map<Long, String> ruleByLook = new HashMap<>();
    /** How many rules stand for one entry: same table, priority and match. */
    private final Map<Long, Integer> holders = new HashMap<>();

    /**
     * @param folded null where the switch has all four tables
     * @param exits where the packets of a rule go that it lets pass, asked where there is one table
     */
    public SwitchRules(SwitchLedger ledger, SwitchMeters meters, FoldedPlan folded, Function<FlowRule, Exit> exits) {
        this.exits = exits;
        this.folded = folded;
        this.ledger = ledger;
        this.meters = meters;
    }

    private record Forwarding(FlowRule rule, FlowEntry planned) {}

    /** The rule of an entry, or null. */
    public String ruleOf(long cookie) {
        return ruleByCookie.get(cookie);
    }

    /** The rule whose matches an entry copies to the controller, or null. */
    public String lookedAt(long cookie) {
        return ruleByLook.get(cookie);
    }

    /**
     * Writes a rule into the transaction; every change in it is tagged with the rule's id.
     *
     * @param tcpFlags whether the switch can match TCP flags; where not, the match is widened
     */
    public void add(Transaction transaction, FlowRule rule, boolean tcpFlags) {
        Match match = tcpFlags ? rule.match() : rule.match().withTcpSyn(false);
        boolean limits = rule.verdict() == FlowRule.Verdict.METER;
        int meterId = limits ? meters.put(transaction, rule.id(), rule.meter(), rule.id()) : 0;
        int lookMeter = lookMeter(transaction, rule);
        int hardSeconds =
                rule.hardTimeout() == null ? 0 : (int) rule.hardTimeout().toSeconds();
        FlowEntry planned = TablePlan.rule(rule, match, meterId, lookMeter, limits && meterId == 0, hardSeconds);
        FlowEntry entry = folded == null ? planned : folded(planned, rule);
        FlowEntry before = entryByRule.get(rule.id());
        if (before != null && before.cookie() != entry.cookie()) {
            letGo(rule.id());
            forget(rule.id(), before);
            deleteUnlessShared(transaction, rule.id(), before);
        }
        ruleByLook.values().remove(rule.id());
        addUncounted(transaction, rule, match, meterId, limits ? lookMeter : 0, hardSeconds);
        ledger.want(entry);
        ruleByCookie.put(entry.cookie(), rule.id());
        hold(rule.id(), entry);
        if (folded != null) {
            forwarding.put(rule.id(), new Forwarding(rule, planned));
        }
        transaction.add(entry, rule.id());
        if (lookMeter != 0 && !limits) {
            ruleByLook.put(entry.cookie(), rule.id());
        }
    }

    /**
     * The entry beside a limit or a detour comes before it: what is sent on in another's name must never be seen by the
     * monitor, which would learn that other where it is not.
     */
    private void addUncounted(
            Transaction transaction, FlowRule rule, Match match, int meterId, int lookMeter, int hardSeconds) {
        boolean needed = folded == null && (meterId != 0 || rule.detour() != null);
        FlowEntry uncounted =
                needed ? TablePlan.uncounted(rule, rewritten(match, rule.detour()), lookMeter, hardSeconds) : null;
        FlowEntry before = uncountedByRule.get(rule.id());
        if (before != null && (uncounted == null || before.cookie() != uncounted.cookie())) {
            removeUncounted(transaction, rule.id());
        }
        if (uncounted == null) {
            return;
        }
        uncountedByRule.put(rule.id(), uncounted);
        ledger.want(uncounted);
        transaction.add(uncounted, rule.id());
        if (lookMeter != 0) {
            ruleByLook.put(uncounted.cookie(), rule.id());
        }
    }

    /** Where all is in one table, a limit's packets are not looked at. */
    private int lookMeter(Transaction transaction, FlowRule rule) {
        if (rule.lookPps() == null || (folded != null && rule.verdict() == FlowRule.Verdict.METER)) {
            return 0;
        }
        MeterSpec few = new MeterSpec(MeterSpec.Unit.PKTPS, rule.lookPps(), rule.lookPps());
        return meters.put(transaction, look(rule.id()), few, rule.id());
    }

    private static String look(String ruleId) {
        return "look " + ruleId;
    }

    /** What the monitor sees of a match after its packets were changed. */
    private static Match rewritten(Match match, Detour detour) {
        if (detour == null) {
            return match;
        }
        Prefix host = detour.ip() == null ? null : Prefix.host(detour.ip());
        if (detour.back()) {
            Match address = host == null ? match : match.withSrc(host);
            return detour.port() == null ? address : address.withSrcPort(detour.port());
        }
        Match address = host == null ? match : match.withDst(host);
        return detour.port() == null ? address : address.withDstPort(detour.port());
    }

    /** Writes the end of a rule into the transaction; does nothing when there is none of this id. */
    public void remove(Transaction transaction, String ruleId) {
        FlowEntry entry = letGo(ruleId);
        if (entry != null) {
            forget(ruleId, entry);
            deleteUnlessShared(transaction, ruleId, entry);
            removeUncounted(transaction, ruleId);
            endMeters(transaction, ruleId);
        }
    }

    private void endMeters(Transaction transaction, String ruleId) {
        ruleByLook.values().remove(ruleId);
        meters.remove(transaction, ruleId);
        meters.remove(transaction, look(ruleId));
    }

    /**
     * The switch has removed an entry by itself.
     *
     * @param transaction takes what is left to clean up
     * @return the rule that has ended, or null when the entry was none or was deleted by somebody
     */
    public String removed(FlowStatsEntry removed, Transaction transaction) {
        boolean timedOut = removed.reason == 0 || removed.reason == 1;
        String ruleId = ruleByCookie.get(removed.cookie);
        if (ruleId == null || !timedOut) {
            return null;
        }
        FlowEntry entry = letGo(ruleId);
        forget(ruleId, entry);
        removeUncounted(transaction, ruleId);
        endMeters(transaction, ruleId);
        return ruleId;
    }

    /**
     * The barrier behind some rules came back, or never will.
     *
     * @return the error of each rule by id, null for a rule that is there now
     */
    public Map<String, String> answered(List<String> ruleIds, Transaction.Result result) {
        Map<String, String> errors = new HashMap<>();
        result.errors().forEach(failure -> errors.putIfAbsent(String.valueOf(failure.tag()), failure.error()));
        Map<String, String> answers = new LinkedHashMap<>();
        for (String ruleId : ruleIds) {
            String error = result.confirmed() ? errors.get(ruleId) : "connection lost before the barrier reply";
            FlowEntry entry = entryByRule.get(ruleId);
            if (entry != null && error == null) {
                ledger.confirm(entry);
            } else if (entry != null) {
                ledger.forget(entry);
            }
            answers.put(ruleId, error);
        }
        return answers;
    }

    private FlowEntry folded(FlowEntry planned, FlowRule rule) {
        Exit exit = exits.apply(rule);
        return folded.rule(planned, exit.port(), exit.group());
    }

    /** Where there is one table: rules whose entries forward to where their packets no longer have to go. */
    public List<String> misdirected() {
        List<String> ids = new ArrayList<>();
        forwarding.forEach((id, known) -> {
            FlowEntry entry = entryByRule.get(id);
            Exit exit = exits.apply(known.rule());
            FlowEntry wanted = folded.rule(known.planned(), exit.port(), exit.group());
            if (entry != null && (!wanted.outputs().equals(entry.outputs()) || wanted.group() != entry.group())) {
                ids.add(id);
            }
        });
        return ids;
    }

    /** The rules among some entries. */
    public List<String> rulesOf(List<FlowEntry> entries) {
        List<String> rules = new ArrayList<>();
        for (FlowEntry entry : entries) {
            String ruleId = ruleByCookie.get(entry.cookie());
            if (ruleId != null) {
                rules.add(ruleId);
            }
        }
        return rules;
    }

    private void forget(String ruleId, FlowEntry entry) {
        ruleByCookie.remove(entry.cookie(), ruleId);
        if (!holders.containsKey(entry.cookie())) {
            ledger.forget(entry);
        }
    }

    private void deleteUnlessShared(Transaction transaction, String ruleId, FlowEntry entry) {
        if (!holders.containsKey(entry.cookie())) {
            transaction.delete(entry, ruleId);
        }
    }

    private void hold(String ruleId, FlowEntry entry) {
        letGo(ruleId);
        entryByRule.put(ruleId, entry);
        holders.merge(entry.cookie(), 1, Integer::sum);
    }

    /** The rule stands for no entry any more; answers the one it stood for, or null. */
    private FlowEntry letGo(String ruleId) {
        FlowEntry entry = entryByRule.remove(ruleId);
        forwarding.remove(ruleId);
        if (entry != null) {
            holders.computeIfPresent(entry.cookie(), (cookie, count) -> count == 1 ? null : count - 1);
        }
        return entry;
    }

    private void removeUncounted(Transaction transaction, String ruleId) {
        FlowEntry uncounted = uncountedByRule.remove(ruleId);
        if (uncounted != null
                && uncountedByRule.values().stream().noneMatch(other -> other.cookie() == uncounted.cookie())) {
            ledger.forget(uncounted);
            transaction.delete(uncounted, ruleId);
        }
    }
}
