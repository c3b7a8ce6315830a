package io.sentinelsdn.mitigation.list;

import io.sentinelsdn.domain.net.Prefix;
import java.util.Collection;
import java.util.List;

/**
 * Prefixes, asked whether they cover something. Immutable; at most some thousand entries, so a walk is enough.
 *
 * @param entries the prefixes, each once
 */
public record PrefixSet(List<Prefix> entries) {
    public static final PrefixSet EMPTY = new PrefixSet(List.of());

    public PrefixSet {
        entries = List.copyOf(entries);
    }

    public static PrefixSet of(Collection<Prefix> prefixes) {
        return new PrefixSet(List.copyOf(prefixes));
    }

    /** Whether one entry holds all of the prefix. */
    public boolean covers(Prefix prefix) {
        return entries.stream().anyMatch(entry -> covers(entry, prefix));
    }

    /** Whether the prefix and an entry have an address in common. */
    public boolean overlaps(Prefix prefix) {
        return entries.stream().anyMatch(entry -> covers(entry, prefix) || covers(prefix, entry));
    }

    /** Whether all of {@code inner} lies in {@code outer}. */
    public static boolean covers(Prefix outer, Prefix inner) {
        return outer.length() <= inner.length() && outer.contains(inner.address());
    }
}
