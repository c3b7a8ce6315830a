package io.sentinelsdn.mitigation.list;

import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.HistoryStore.ListEntry;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The allow-list and the blacklist, kept in the store. Owned by the mitigation thread; the lists that are handed out
 * are immutable and may be read by anybody.
 */
public final class AccessLists {
    private static final Logger log = LoggerFactory.getLogger(AccessLists.class);
    private static final String ALLOW = "allow";
    private static final String BLACK = "black";

    private final HistoryStore store;
    private final int maxEntries;
    private final Map<Prefix, ListEntry> ours = new LinkedHashMap<>();
    private final Map<Prefix, ListEntry> allow = new LinkedHashMap<>();
    private final Map<Prefix, ListEntry> black = new LinkedHashMap<>();
    private final List<Prefix> controllers;
    private volatile PrefixSet onSwitches = PrefixSet.EMPTY;
    private volatile PrefixSet allowed = PrefixSet.EMPTY;
    private volatile PrefixSet blocked = PrefixSet.EMPTY;
    private volatile List<ListEntry> allowEntries = List.of();
    private volatile List<ListEntry> blackEntries = List.of();

    /**
     * Empty lists.
     *
     * @param maxEntries entries of each list, more are refused
     * @param ours what is always on the allow-list, and why
     * @param controllers the same for addresses that need no rule on switches
     * @param now since when, for people
     */
    public AccessLists(
            HistoryStore store, int maxEntries, Map<Prefix, String> ours, Collection<Prefix> controllers, Instant now) {
        this.store = store;
        this.controllers = List.copyOf(controllers);
        controllers.forEach(prefix ->
                this.ours.put(prefix, new ListEntry(prefix.toString(), "an address of this controller", now)));
        ours.forEach((prefix, why) -> this.ours.put(prefix, new ListEntry(prefix.toString(), why, now)));
        publish();
        this.maxEntries = maxEntries;
    }

    /** Reads both lists from the store. */
    public void load() {
        read(ALLOW, allow);
        read(BLACK, black);
        publish();
    }

    private void read(String list, Map<Prefix, ListEntry> into) {
        for (ListEntry entry : store.listEntries(list)) {
            try {
                into.put(Prefix.parse(entry.prefix()), entry);
            } catch (IllegalArgumentException broken) {
                log.warn("list={} entry={} is left out: {}", list, entry.prefix(), broken.getMessage());
            }
        }
    }

    /** An entry that is there keeps its first reason. */
    public void allow(Prefix prefix, String reason, Instant now) {
        add(ALLOW, allow, prefix, reason, now);
    }

    public void disallow(Prefix prefix) {
        if (ours.containsKey(prefix)) {
            throw new Refused(prefix + " stays on the allow-list: it is "
                    + ours.get(prefix).reason());
        }
        remove(ALLOW, allow, prefix);
    }

    public void block(Prefix prefix, String reason, Instant now) {
        if (allowed.covers(prefix)) {
            throw new Refused(prefix + " is on the allow-list and cannot be blacklisted");
        }
        add(BLACK, black, prefix, reason, now);
    }

    public void unblock(Prefix prefix) {
        remove(BLACK, black, prefix);
    }

    private void add(String list, Map<Prefix, ListEntry> entries, Prefix prefix, String reason, Instant now) {
        if (entries.containsKey(prefix)) {
            return;
        }
        if (entries.size() >= maxEntries) {
            throw new Refused("the " + list + " list is full: " + maxEntries + " entries");
        }
        ListEntry entry = new ListEntry(prefix.toString(), reason, now);
        store.addListEntry(list, entry);
        entries.put(prefix, entry);
        publish();
    }

    private void remove(String list, Map<Prefix, ListEntry> entries, Prefix prefix) {
        if (entries.containsKey(prefix)) {
            store.removeListEntry(list, prefix.toString());
            entries.remove(prefix);
            publish();
        }
    }

    private void publish() {
        Map<Prefix, ListEntry> all = new LinkedHashMap<>(ours);
        all.putAll(allow);
        allowed = PrefixSet.of(all.keySet());
        onSwitches = PrefixSet.of(all.keySet().stream()
                .filter(prefix -> allow.containsKey(prefix) || !controllers.contains(prefix))
                .toList());
        blocked = PrefixSet.of(black.keySet());
        allowEntries = List.copyOf(all.values());
        blackEntries = List.copyOf(black.values());
    }

    public PrefixSet allowed() {
        return allowed;
    }

    /** The part of the allow-list that has rules on switches: without this controller, to which rules never apply. */
    public PrefixSet onSwitches() {
        return onSwitches;
    }

    public PrefixSet blocked() {
        return blocked;
    }

    public List<ListEntry> allowEntries() {
        return allowEntries;
    }

    public List<ListEntry> blackEntries() {
        return blackEntries;
    }

    /** Why a prefix is on the blacklist, empty when nobody said. */
    public String blockReason(Prefix prefix) {
        return Optional.ofNullable(black.get(prefix)).map(ListEntry::reason).orElse("");
    }

    public Optional<Instant> blockedSince(Prefix prefix) {
        return Optional.ofNullable(black.get(prefix)).map(ListEntry::createdAt);
    }
}
