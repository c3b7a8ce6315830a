package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.mitigation.list.AccessLists;
import io.sentinelsdn.mitigation.list.ListRules;
import io.sentinelsdn.mitigation.list.PrefixSet;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people ask for. Refusals are thrown as {@link Refused}. Owned by the mitigation thread. */
public final class UserRules {
    private static final Logger log = LoggerFactory.getLogger(UserRules.class);

    private final RuleBook book;
    private final Switches switches;
    private final AccessLists lists;
    private final Incidents incidents;
    private final PolicyLimits limits;

    public UserRules(RuleBook book, Switches switches, AccessLists lists, Incidents incidents, PolicyLimits limits) {
        this.book = book;
        this.switches = switches;
        this.lists = lists;
        this.incidents = incidents;
        this.limits = limits;
    }

    /** Drops everything from the prefix on every switch; a block that is there gets a new end. */
    public void block(
            Prefix source, Duration duration, String reason, Instant now, CompletableFuture<MitigationRule> done) {
        if (lists.allowed().covers(source)) {
            throw new Refused(source + " is on the allow-list and cannot be blocked");
        }
        Optional<MitigationRule> known = book.ofPeople(null, RuleBand.USER, Match.source(source));
        if (known.isEmpty() && book.countStored(Owner.USER) >= limits.maxUserRules()) {
            throw new Refused("there are " + limits.maxUserRules() + " blocks already; take one away first");
        }
        String id = known.map(rule -> rule.rule().id()).orElseGet(() -> newId(source, now));
        String why = reason.isBlank() ? known.map(MitigationRule::reason).orElse("") : reason;
        FlowRule rule = new FlowRule(
                id, null, RuleBand.USER, Match.source(source), FlowRule.Verdict.DROP, null, wholeSeconds(duration));
        MitigationRule written = new MitigationRule(
                rule,
                Owner.USER,
                new MitigationAction.Block(),
                why,
                null,
                known.map(MitigationRule::createdAt).orElse(now),
                now.plus(duration),
                RuleBook.unknown(id));
        book.put(written, true, now);
        log.info("rule={} blocks {} for {} s", id, source, duration.toSeconds());
        Changes changes = new Changes();
        changes.add(rule);
        switches.send(changes, () -> done.complete(book.get(id).orElse(written)));
    }

    /** Takes a rule away; one of the blacklist goes with its entry. */
    public void remove(String ruleId, Instant now, CompletableFuture<Boolean> done) {
        Optional<MitigationRule> known = book.get(ruleId);
        if (known.isEmpty()) {
            done.complete(false);
            return;
        }
        Changes changes = new Changes();
        if (known.get().rule().band() == RuleBand.BLACKLIST) {
            lists.unblock(known.get().rule().match().src());
        } else {
            take(List.of(ruleId), changes);
            if (known.get().owner() == Owner.AUTO) {
                incidents.removedByHand(List.of(ruleId), now);
            }
        }
        log.info("rule={} is taken away by a person", ruleId);
        switches.send(changes, () -> done.complete(true));
    }

    /** Takes all automatic rules, or all blocks, away; the blacklist stays. */
    public void removeAll(Owner owner, Instant now, CompletableFuture<Integer> done) {
        List<String> ids = ids(book.stored(owner));
        Changes changes = new Changes();
        take(ids, changes);
        if (owner == Owner.AUTO) {
            incidents.removedByHand(ids, now);
        }
        log.info("owner={} rules={} are taken away by a person", owner, ids.size());
        switches.send(changes, () -> done.complete(ids.size()));
    }

    /** Adds to the allow-list and ends the rules whose source lies in the prefix. */
    public void allow(Prefix prefix, String reason, Instant now, CompletableFuture<Void> done) {
        lists.allow(prefix, reason, now);
        Changes changes = new Changes();
        take(ids(inside(book.stored(Owner.USER), prefix)), changes);
        List<String> automatic = ids(inside(book.stored(Owner.AUTO), prefix));
        take(automatic, changes);
        incidents.disallowed(automatic, now);
        switches.send(changes, () -> done.complete(null));
    }

    public void disallow(Prefix prefix, CompletableFuture<Void> done) {
        lists.disallow(prefix);
        switches.send(new Changes(), () -> done.complete(null));
    }

    public void blacklist(Prefix prefix, String reason, Instant now, CompletableFuture<Void> done) {
        lists.block(prefix, reason, now);
        switches.send(new Changes(), () -> done.complete(null));
    }

    public void unblacklist(Prefix prefix, CompletableFuture<Void> done) {
        lists.unblock(prefix);
        switches.send(new Changes(), () -> done.complete(null));
    }

    private void take(List<String> ids, Changes changes) {
        for (String id : ids) {
            book.takeAway(id);
            changes.remove(id);
        }
    }

    private static Stream<MitigationRule> inside(Stream<MitigationRule> rules, Prefix prefix) {
        return rules.filter(rule -> rule.rule().match().src() != null
                && Elsewhere.isAgainst(rule.rule())
                && PrefixSet.covers(prefix, rule.rule().match().src()));
    }

    private static List<String> ids(Stream<MitigationRule> rules) {
        return rules.map(rule -> rule.rule().id()).toList();
    }

    private String newId(Prefix source, Instant now) {
        String id = "user-" + ListRules.slug(source) + "-" + Long.toString(now.toEpochMilli(), 36);
        return book.get(id).isEmpty() ? id : id + "-2";
    }

    /** OpenFlow counts whole seconds: rounded up. */
    static Duration wholeSeconds(Duration duration) {
        return Duration.ofSeconds(Math.max(1, duration.plusNanos(999_999_999).toSeconds()));
    }
}
