package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.mitigation.compile.Choice;
import io.sentinelsdn.mitigation.compile.Placement;
import io.sentinelsdn.mitigation.compile.RuleShape;
import io.sentinelsdn.mitigation.compile.Scene;
import io.sentinelsdn.mitigation.compile.WithoutMeters;
import io.sentinelsdn.mitigation.list.PrefixSet;
import io.sentinelsdn.mitigation.policy.ResponseConfig;
import io.sentinelsdn.mitigation.policy.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whom and what mitigation must spare: regular clients, tables and meters of switches, hosts of ours, and how far it
 * went too far. Owned by the mitigation thread.
 */
public final class Spared {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ResponseConfig response;
    private final Surroundings surroundings;
    private final Regulars regulars = new Regulars();
    private final Permits permits;
    private final Room room;
    private final RuleBook book;
    private final Looks looks = new Looks();
    private final Harm harm;
    private Instant looked = Instant.EPOCH;

    public Spared(ResponseConfig response, Surroundings surroundings, RuleBook book, Counters counters) {
        this.response = response;
        this.surroundings = surroundings;
        permits = new Permits(book, regulars, response.maxPermits(), counters);
        this.book = book;
        harm = new Harm(book, looks);
        room = new Room(surroundings.directory(), book);
    }

    ResponseConfig response() {
        return response;
    }

    Regulars regulars() {
        return regulars;
    }

    /** Learns who talks with whom, once a second; answers whether it was time. */
    boolean look(Predicate<IpAddress> attacked, Instant now) {
        if (now.isBefore(looked.plus(LOOK))) {
            return false;
        }
        looked = now;
        regulars.look(surroundings.flows().get(), attacked, now);
        return true;
    }

    /** The attack at the ports nearest to those who send it. */
    AttackEvidence atTheEdge(AttackEvidence evidence) {
        return Placement.nearest(
                evidence, surroundings::host, surroundings.directory().links());
    }

    /** The scrubber and the gateway take what is sent to them: they are no victims. */
    boolean isOurs(AttackEvidence evidence) {
        return evidence.target().equals(response.scrubber())
                || evidence.target().equals(response.gateway());
    }

    Scene scene(Incident incident, PrefixSet allowed, Instant now) {
        IpAddress victim = incident.detection.evidence().target();
        List<IpAddress> good = Permits.addresses(permits.good(incident, now));
        good.addAll(incident.strangers);
        return new Scene(allowed, good, address -> regulars.users(victim, address), incident.milder, false);
    }

    /** What can be done of a choice where switches have no meters. */
    Choice fit(Choice choice, Scene scene) {
        return WithoutMeters.fit(choice, scene, withoutMeters(), response.collateralBudget());
    }

    private Set<Dpid> withoutMeters() {
        return surroundings.directory().switches().stream()
                .filter(view -> view.connected() && !view.meters())
                .map(SwitchView::dpid)
                .collect(Collectors.toSet());
    }

    /** Fails when a switch could not limit, and would drop everything instead. */
    void checkMeters(List<RuleShape> shapes) {
        Set<Dpid> without = withoutMeters();
        without.stream()
                .filter(dpid -> shapes.stream()
                        .anyMatch(shape -> shape.dpid() == null || shape.dpid().equals(dpid)))
                .findFirst()
                .ifPresent(dpid -> {
                    throw new Refused(
                            "switch " + dpid + " has no meters and would drop all of it: use block, or monitor");
                });
    }

    Optional<String> lacks(Incident incident, MitigationPlan plan) {
        return room.lacks(plan, incident.permitIds.size());
    }

    void renew(Incident incident, Changes changes, Instant now) {
        permits.renew(incident, changes, now);
    }

    /** Takes in what was sampled in the last second of what rules hold back. */
    void take(List<RuleLook> samples) {
        looks.take(samples, id -> book.get(id).isPresent());
    }

    /** Takes permits away that are abused, and measures the harm that is done. */
    Harm.Estimate measure(Incident incident, Changes changes, Instant now) {
        permits.watch(incident, changes, now);
        Harm.Estimate estimate = harm.of(incident, permits.good(incident, now), permits.permitted(incident));
        incident.harm = estimate.share();
        return estimate;
    }
}
