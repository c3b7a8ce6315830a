package io.sentinelsdn.mitigation.compile;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.compile.PrefixAggregation.Part;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rules by source: few real sources are dropped one by one at their ingress port, many are limited as prefixes. A
 * source counts when it is not allow-listed, of the victim's family, and was seen at a known ingress port of the attack.
 */
final class SourceMatch {
    /** Sources that are all known to live behind their port may be matched from this share of the attack on. */
    private static final double BOUND_SHARE = 0.5;

    /** What is left of an attack must stay below this share of its peak. */
    private static final double FELT_SHARE = 0.05;
    /** One prefix more or less costs little: many sources are covered up to this share. */
    private static final double NEARLY_ALL = 0.97;

    private final ChoiceLimits limits;

    SourceMatch(ChoiceLimits limits) {
        this.limits = limits;
    }

    Optional<Choice> choose(AttackEvidence evidence, Scene scene) {
        List<SourceShare> usable = usable(evidence, scene.allowed());
        List<SourceShare> few = untilCovered(usable, limits.coverShare());
        if (covered(few) >= limits.coverShare()) {
            if (few.size() <= limits.maxSources()) {
                return real(few) ? Optional.of(dropEach(evidence, few, scene)) : Optional.empty();
            }
            return few.size() > limits.maxRules() || real(few)
                    ? limitPrefixes(evidence, untilCovered(usable, NEARLY_ALL), scene)
                    : Optional.empty();
        }
        return allBound(evidence, usable) ? Optional.of(dropEach(evidence, usable, scene)) : Optional.empty();
    }

    private static List<SourceShare> usable(AttackEvidence evidence, PrefixSet allowed) {
        Set<Place> ingress = new HashSet<>();
        evidence.ingress().stream()
                .filter(port -> Place.known(port.dpid(), port.inPort()))
                .forEach(port -> ingress.add(new Place(port.dpid(), port.inPort())));
        return evidence.sources().stream()
                .filter(source -> source.ip().isV4() == evidence.target().isV4())
                .filter(source -> Place.known(source.dpid(), source.inPort()))
                .filter(source -> ingress.isEmpty() || ingress.contains(new Place(source.dpid(), source.inPort())))
                .filter(source -> !MatchChoice.allowed(source, allowed))
                .sorted(Comparator.comparingDouble(SourceShare::share).reversed())
                .toList();
    }

    /** The fewest that carry the attack, and while there is room those whose rest would still be felt. */
    private List<SourceShare> untilCovered(List<SourceShare> strongestFirst, double share) {
        List<SourceShare> few = new ArrayList<>();
        double covered = 0;
        for (SourceShare source : strongestFirst) {
            boolean felt = source.share() >= FELT_SHARE && few.size() < limits.maxSources();
            if (covered >= share && !felt) {
                break;
            }
            few.add(source);
            covered += source.share();
        }
        return few;
    }

    /**
     * Whether the sources are real: one may be a stranger, several must be known to live where they were seen. A few
     * strangers may be a few sampled packets of a forged flood; the victim's match is safe then.
     */
    private static boolean real(List<SourceShare> sources) {
        return sources.size() == 1 || sources.stream().allMatch(SourceShare::bound);
    }

    private boolean allBound(AttackEvidence evidence, List<SourceShare> usable) {
        return !usable.isEmpty()
                && usable.size() == evidence.sources().size()
                && usable.size() <= limits.maxSources()
                && evidence.distinctSources() <= limits.maxSources()
                && covered(usable) >= BOUND_SHARE
                && usable.stream().allMatch(SourceShare::bound);
    }

    /** Each source is dropped, but one with many users behind it, and any after a retreat, is limited. */
    private Choice dropEach(AttackEvidence evidence, List<SourceShare> sources, Scene scene) {
        List<RuleShape> shapes = new ArrayList<>();
        long through = 0;
        int limited = 0;
        for (SourceShare source : sources) {
            Match match = match(evidence, source.inPort(), Prefix.host(source.ip()));
            boolean crowd = scene.crowd(source.ip());
            if (crowd || scene.onlyLimits()) {
                int users = scene.users().applyAsInt(source.ip());
                long rate = scene.eased(limits.through(source.share() * evidence.pps(), users));
                through += rate;
                limited++;
                shapes.add(RuleShape.limit(source.dpid(), RuleBand.AUTO_NARROW, match, rate));
            } else {
                shapes.add(RuleShape.drop(source.dpid(), match));
            }
        }
        String who = sources.size() == 1 ? "One real source carries " : sources.size() + " real sources carry ";
        String how = limited == 0
                ? (sources.size() == 1 ? "dropped" : "each is dropped") + " at its ingress port."
                : limited + " limited and not dropped.";
        return new Choice(
                shapes.stream().distinct().toList(),
                limited == shapes.size() ? new MitigationAction.RateLimit(through) : new MitigationAction.Block(),
                covered(sources) - through / Math.max(1, evidence.pps()),
                0,
                who + percent(covered(sources)) + " of the attack: " + how);
    }

    private Optional<Choice> limitPrefixes(AttackEvidence evidence, List<SourceShare> sources, Scene scene) {
        List<Part> hosts = sources.stream()
                .map(source ->
                        new Part(new Place(source.dpid(), source.inPort()), Prefix.host(source.ip()), source.share()))
                .toList();
        PrefixSet kept =
                scene.protectedBut(sources.stream().map(SourceShare::ip).toList());
        List<Part> parts = PrefixAggregation.within(limits.maxRules(), hosts, kept);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        List<RuleShape> shapes = new ArrayList<>();
        long through = 0;
        for (Part part : parts) {
            long rate = scene.eased(limits.through(part.share() * evidence.pps(), 1));
            through += rate;
            shapes.add(RuleShape.limit(
                    part.place().dpid(),
                    RuleBand.AUTO_NARROW,
                    match(evidence, part.place().inPort(), part.prefix()),
                    rate));
        }
        double removed = covered(sources) - through / Math.max(1, evidence.pps());
        String rationale = sources.size() + " real sources carry " + percent(covered(sources))
                + " of the attack: limited as " + parts.size()
                + " prefixes, since one rule each would be over the budget of " + limits.maxRules() + ".";
        return Optional.of(new Choice(
                shapes, new MitigationAction.RateLimit(through), removed, foreign(sources, parts), rationale));
    }

    private static Match match(AttackEvidence evidence, int inPort, Prefix source) {
        return VictimMatch.base(evidence).withInPort(inPort).withSrc(source);
    }

    /** Share of the addresses under the prefixes that are not known to attack; IPv6 prefixes count as foreign. */
    private static double foreign(List<SourceShare> sources, List<Part> parts) {
        double addresses = 0;
        for (Part part : parts) {
            addresses +=
                    Math.pow(2, part.prefix().address().bits() - part.prefix().length());
        }
        return 1 - sources.size() / addresses;
    }

    private static double covered(List<SourceShare> sources) {
        return sources.stream().mapToDouble(SourceShare::share).sum();
    }

    private static String percent(double share) {
        return Math.round(100 * Math.min(1, share)) + " %";
    }
}
