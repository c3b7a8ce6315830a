package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.Optional;

/**
 * The narrowest match that the evidence allows: few real sources one by one, many real sources as prefixes, else the
 * victim with a meter. With {@code spoofed} evidence no source is ever matched. Stateless; any thread.
 */
public final class MatchChoice {
    private final SourceMatch sources;
    private final VictimMatch victim;

    public MatchChoice(ChoiceLimits limits) {
        sources = new SourceMatch(limits);
        victim = new VictimMatch(limits);
    }

    /** Empty when no ingress port is known: an automatic rule is never installed without one. */
    public Optional<Choice> choose(AttackEvidence evidence, PrefixSet allowed) {
        Optional<Choice> bySource = bySource(evidence, allowed);
        return bySource.isPresent() ? bySource : victim.choose(evidence, allowed);
    }

    /** The match on sources, where they are few (or close together) and real. */
    public Optional<Choice> bySource(AttackEvidence evidence, PrefixSet allowed) {
        return evidence.spoofed() ? Optional.empty() : sources.choose(evidence, allowed);
    }

    static boolean allowed(AttackEvidence.SourceShare source, PrefixSet allowed) {
        return allowed.covers(Prefix.host(source.ip()));
    }
}
