package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.list.AccessLists;
import io.sentinelsdn.mitigation.list.ListRules;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keeps the rules made from the lists in step with the lists and with the victims that are being protected. Rules of
 * the blacklist are shown among the live rules; those of the allow-list do nothing to anybody and are not.
 *
 * <p>Owned by the mitigation thread.
 */
public final class ListKeeper {
    private final AccessLists lists;
    private final RuleBook book;
    private Map<String, FlowRule> sent = new LinkedHashMap<>();

    public ListKeeper(AccessLists lists, RuleBook book) {
        this.lists = lists;
        this.book = book;
    }

    PrefixSet allowed() {
        return lists.allowed();
    }

    /** Adds to the changes what brings the switches from the lists as sent to the lists as they are. */
    void reconcile(Changes changes, Instant now) {
        List<Prefix> victims = book.stored(Owner.AUTO)
                .map(rule -> rule.rule().match().dst())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Map<String, FlowRule> wanted = ListRules.of(lists.onSwitches(), lists.blocked(), victims);
        for (String id : sent.keySet()) {
            if (!wanted.containsKey(id)) {
                changes.remove(id);
                book.remove(id, RuleState.Status.REMOVED);
            }
        }
        for (FlowRule rule : wanted.values()) {
            if (!sent.containsKey(rule.id())) {
                changes.add(rule);
                if (rule.verdict() == FlowRule.Verdict.DROP) {
                    book.put(shown(rule, now), false, now);
                }
            }
        }
        sent = wanted;
    }

    private MitigationRule shown(FlowRule rule, Instant now) {
        String reason = lists.blockReason(rule.match().src());
        return new MitigationRule(
                rule,
                Owner.USER,
                new MitigationAction.Block(),
                reason.isBlank() ? "blacklist" : "blacklist: " + reason,
                null,
                lists.blockedSince(rule.match().src()).orElse(now),
                null,
                RuleBook.unknown(rule.id()));
    }
}
