package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.compile.Choice;
import io.sentinelsdn.mitigation.compile.RuleShape;
import io.sentinelsdn.mitigation.policy.Offenders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** How long the rules of an incident live: settled by its first plan that is carried out. */
final class HoldTimes {
    private final Offenders offenders;

    HoldTimes(Offenders offenders) {
        this.offenders = offenders;
    }

    Duration lifetime(Incident incident, Choice choice, Instant now) {
        if (incident.lifetime != null) {
            return incident.lifetime;
        }
        Detection detection = incident.detection;
        return offenders.lifetime(
                detection.evidence().target(),
                detection.type(),
                sources(choice.shapes().stream()
                        .filter(shape -> shape.band() != RuleBand.WAY_BACK)
                        .map(RuleShape::match)),
                now);
    }

    /** Counts the incident against its victim, type and sources, once. */
    void remember(Incident incident, MitigationPlan plan, Instant now) {
        if (incident.lifetime == null) {
            incident.lifetime = plan.lifetime();
            Detection detection = incident.detection;
            offenders.remember(
                    detection.evidence().target(),
                    detection.type(),
                    sources(plan.rules().stream().filter(Elsewhere::isAgainst).map(FlowRule::match)),
                    now);
        }
    }

    private static List<Prefix> sources(Stream<Match> matches) {
        return matches.filter(match -> match.src() != null)
                .map(Match::src)
                .distinct()
                .toList();
    }
}
