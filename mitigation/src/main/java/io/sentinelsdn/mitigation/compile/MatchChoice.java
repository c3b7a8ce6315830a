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

    /** The choice when nobody is known but the allow-list. */
    public Optional<Choice> choose(AttackEvidence evidence, PrefixSet allowed) {
        return choose(evidence, Scene.of(allowed));
    }

    /** Empty when no ingress port is known: an automatic rule is never installed without one. */
    public Optional<Choice> choose(AttackEvidence evidence, Scene scene) {
        Optional<Choice> bySource = bySource(evidence, scene);
        return bySource.isPresent() ? bySource : byVictim(evidence, scene);
    }

    /** The match on sources, where they are few (or close together) and real. */
    public Optional<Choice> bySource(AttackEvidence evidence, PrefixSet allowed) {
        return bySource(evidence, Scene.of(allowed));
    }

    /** The match on sources, where they are few (or close together) and real. */
    public Optional<Choice> bySource(AttackEvidence evidence, Scene scene) {
        return evidence.spoofed() ? Optional.empty() : sources.choose(evidence, scene);
    }

    /** The match on what reaches the victim, with a meter. */
    public Optional<Choice> byVictim(AttackEvidence evidence, Scene scene) {
        return victim.choose(evidence, scene);
    }

    static boolean allowed(AttackEvidence.SourceShare source, PrefixSet allowed) {
        return allowed.covers(Prefix.host(source.ip()));
    }
}
