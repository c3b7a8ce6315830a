package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.HistoryStore;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live rules with their reasons and what the switches say about them. Each change is stored and told; counters are
 * stored now and then. Owned by the mitigation thread; {@link #snapshot()} is for everybody.
 */
public final class RuleBook {
    private static final Logger log = LoggerFactory.getLogger(RuleBook.class);
    private static final Duration SAVE_COUNTERS_EVERY = Duration.ofSeconds(10);
    private static final Duration RENEW_AHEAD = Duration.ofSeconds(3);
    /** A state read so shortly after a rule was sent again may still speak of its earlier life. */
    private static final Duration STALE_STATE = Duration.ofSeconds(1);

    private record Entry(MitigationRule rule, boolean stored, Instant sentAt, Instant savedAt) {
        Entry with(MitigationRule newRule, Instant newSavedAt) {
            return new Entry(newRule, stored, sentAt, newSavedAt);
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final RuleIndex index = new RuleIndex();
    /** Ids of rules that changed since they were last published. */
    private final Set<String> unpublished = new HashSet<>();
    /** What other threads see. */
    private final Map<String, MitigationRule> live = new ConcurrentHashMap<>();

    private final HistoryStore store;
    private final EventSink events;
    private final Counters.Counter installed;
    private final Counters.Counter refused;
    private final Counters.Counter unstored;
    private volatile long version;
    private volatile Shown shown = new Shown(0, List.of());

    public RuleBook(HistoryStore store, EventSink events, Counters counters) {
        this.store = store;
        this.events = events;
        installed = counters.counter("sentinel_mitigation_rules_installed_total", "Rules confirmed by a clean barrier");
        refused = counters.counter("sentinel_mitigation_rules_refused_total", "Rules that a switch refused");
        unstored = counters.counter(
                "sentinel_mitigation_unstored_total", "Changes of automatic rules that the store refused");
        counters.gauge("sentinel_mitigation_auto_rules", "Live automatic rules", () -> index.count(Owner.AUTO));
        counters.gauge(
                "sentinel_mitigation_user_rules", "Live rules asked for by people", () -> index.count(Owner.USER));
    }

    /** The state of a rule that was not sent yet. */
    static RuleState unknown(String ruleId) {
        return new RuleState(ruleId, RuleState.Status.PENDING, 0, null, 0, 0, 0);
    }

    /**
     * Writes a rule down before it is sent; one with the same id is replaced.
     *
     * @throws UncheckedIOException if the store refuses a rule of a person; nothing has changed then. One of our own goes
     *     on without being kept.
     */
    void put(MitigationRule rule, boolean stored, Instant now) {
        if (stored && rule.owner() == Owner.USER) {
            store.saveRule(rule);
        } else if (stored) {
            keep(rule);
        }
        Entry before = entries.put(rule.rule().id(), new Entry(rule, stored, now, now));
        if (before != null) {
            index.remove(before.rule);
        }
        index.add(rule, stored);
        unpublished.add(rule.rule().id());
        events.publish(new Event.RuleChanged(rule));
    }

    /** The rule belongs to another incident from now on. */
    void reassign(String ruleId, String detectionId) {
        Entry entry = entries.get(ruleId);
        if (entry != null) {
            MitigationRule old = entry.rule;
            MitigationRule moved = new MitigationRule(
                    old.rule(),
                    old.owner(),
                    old.action(),
                    old.reason(),
                    detectionId,
                    old.createdAt(),
                    old.expiresAt(),
                    old.state());
            entries.put(ruleId, entry.with(moved, entry.savedAt));
            tell(moved, entry.stored);
        }
    }

    /** Strikes a rule out; {@code last} says whether it expired or was taken away. */
    Optional<MitigationRule> remove(String ruleId, RuleState.Status last) {
        Entry entry = entries.get(ruleId);
        if (entry != null && entry.stored) {
            tried(() -> store.deleteRule(ruleId));
        }
        return strike(ruleId, last);
    }

    /**
     * Strikes a rule out that a person takes away.
     *
     * @throws UncheckedIOException if the store refuses that; nothing has changed then
     */
    void takeAway(String ruleId) {
        Entry entry = entries.get(ruleId);
        if (entry != null && entry.stored) {
            store.deleteRule(ruleId);
        }
        var unused = strike(ruleId, RuleState.Status.REMOVED);
    }

    private Optional<MitigationRule> strike(String ruleId, RuleState.Status last) {
        Entry entry = entries.remove(ruleId);
        if (entry == null) {
            return Optional.empty();
        }
        index.remove(entry.rule);
        RuleState state = entry.rule.state();
        MitigationRule gone =
                entry.rule.withState(new RuleState(ruleId, last, 0, state.error(), state.packets(), state.bytes(), 0));
        unpublished.add(ruleId);
        events.publish(new Event.RuleChanged(gone));
        return Optional.of(gone);
    }

    /** Takes over what the switches say; unknown rules are ignored. */
    void update(Map<String, RuleState> states, Instant now) {
        states.forEach((id, state) -> {
            Entry entry = entries.get(id);
            if (entry != null && !state.equals(entry.rule.state()) && !stale(state, entry, now)) {
                update(entry, state, now);
            }
        });
    }

    private void update(Entry entry, RuleState state, Instant now) {
        boolean news = state.status() != entry.rule.state().status()
                || !Objects.equals(state.error(), entry.rule.state().error());
        MitigationRule rule = entry.rule.withState(state);
        boolean save = news || !now.isBefore(entry.savedAt.plus(SAVE_COUNTERS_EVERY));
        entries.put(rule.rule().id(), entry.with(rule, save ? now : entry.savedAt));
        unpublished.add(rule.rule().id());
        if (news) {
            count(state);
            tell(rule, entry.stored);
        } else if (save && entry.stored) {
            keep(rule);
        }
    }

    private static boolean stale(RuleState state, Entry entry, Instant now) {
        return state.status() == RuleState.Status.REMOVED
                || (state.status() == RuleState.Status.EXPIRED && now.isBefore(entry.sentAt.plus(STALE_STATE)));
    }

    private void count(RuleState state) {
        if (state.status() == RuleState.Status.INSTALLED) {
            installed.increment();
        } else if (state.status() == RuleState.Status.FAILED) {
            refused.increment();
        }
    }

    private void tell(MitigationRule rule, boolean stored) {
        unpublished.add(rule.rule().id());
        if (stored) {
            keep(rule);
        }
        events.publish(new Event.RuleChanged(rule));
    }

    private void keep(MitigationRule rule) {
        tried(() -> store.saveRule(rule));
    }

    /** Mitigation does not stop because the store is full. */
    private void tried(Runnable change) {
        try {
            change.run();
        } catch (UncheckedIOException full) {
            unstored.increment();
            log.warn("a change of a rule is not stored reason={}", full.getMessage());
        }
    }

    Optional<MitigationRule> get(String ruleId) {
        return Optional.ofNullable(entries.get(ruleId)).map(Entry::rule);
    }

    /** The rules of these ids that are live. */
    List<MitigationRule> get(Collection<String> ruleIds) {
        return ruleIds.stream().map(this::get).flatMap(Optional::stream).toList();
    }

    /** Rules that are stored: those of incidents and the blocks of people, without those made from a list. */
    Stream<MitigationRule> stored(Owner owner) {
        return get(index.stored(owner)).stream();
    }

    /** How many of them there are. */
    int countStored(Owner owner) {
        return index.stored(owner).size();
    }

    /** The rule that people asked for at just this place; {@code dpid} null is every switch. */
    Optional<MitigationRule> ofPeople(Dpid dpid, RuleBand band, Match match) {
        return Optional.ofNullable(index.ofPeople(dpid, band, match)).flatMap(this::get);
    }

    /** Ids of rules whose time is over, by our clock or a switch's. */
    List<String> expired(Instant now) {
        return entries.values().stream()
                .map(Entry::rule)
                .filter(rule -> rule.state().status() == RuleState.Status.EXPIRED
                        || (rule.expiresAt() != null && !rule.expiresAt().isAfter(now)))
                .map(rule -> rule.rule().id())
                .toList();
    }

    /** Whether a rule of an attack that goes on should be replaced now, so that nothing gets through in between. */
    static boolean endsSoon(MitigationRule rule, Instant now) {
        return rule.expiresAt() != null && rule.expiresAt().isBefore(now.plus(RENEW_AHEAD));
    }

    /** The rules of a version, newest first. */
    private record Shown(long version, List<MitigationRule> newestFirst) {}

    /** Live rules, newest first: an immutable list, put in order when first asked for after a change. Any thread. */
    public List<MitigationRule> snapshot() {
        long now = version;
        Shown known = shown;
        if (known.version != now) {
            known = new Shown(
                    now,
                    live.values().stream()
                            .sorted(Comparator.comparing(MitigationRule::createdAt)
                                    .reversed()
                                    .thenComparing(rule -> rule.rule().id()))
                            .toList());
            shown = known;
        }
        return known.newestFirst;
    }

    /** Makes what changed visible to other threads; costs what has changed, however many rules there are. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void publish() {
        if (unpublished.isEmpty()) {
            return;
        }
        for (String id : unpublished) {
            Entry entry = entries.get(id);
            if (entry == null) {
                live.remove(id);
            } else {
                live.put(id, entry.rule);
            }
        }
        unpublished.clear();
        index.publish();
        version++;
    }
}
