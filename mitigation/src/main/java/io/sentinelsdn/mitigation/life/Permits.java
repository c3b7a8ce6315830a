package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.life.Regulars.Regular;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counting permits above the rules of an incident for clients proven good. A client that sends far more through its permit
 * than it did in calm times loses it: somebody uses its address. Owned by the mitigation thread.
 */
final class Permits {
    private static final Logger log = LoggerFactory.getLogger(Permits.class);
    /** A source with this share of the attack takes part in it, whatever it did before. */
    private static final double TAKES_PART = 0.02;

    private static final double MANY_TIMES = 10;
    private static final double NEVER_TOO_MUCH_PPS = 50;

    private final RuleBook book;
    private final Regulars regulars;
    private final int most;
    private final Counters.Counter withdrawn;

    Permits(RuleBook book, Regulars regulars, int most, Counters counters) {
        this.book = book;
        this.regulars = regulars;
        this.most = most;
        withdrawn = counters.counter(
                "sentinel_mitigation_permits_withdrawn_total", "Permits taken away from clients that sent too much");
    }

    /** Clients of the victim that are proven good and do not take part in the attack. */
    List<Regular> good(Incident incident, Instant now) {
        AttackEvidence evidence = incident.detection.evidence();
        Set<IpAddress> attackers = evidence.spoofed()
                ? Set.of()
                : evidence.sources().stream()
                        .filter(source -> source.share() >= TAKES_PART)
                        .map(SourceShare::ip)
                        .collect(Collectors.toSet());
        return regulars.of(evidence.target(), now).stream()
                .filter(client -> !attackers.contains(client.address))
                .toList();
    }

    /** Brings the permits of an incident in step with its rules; none are left when it has no rules. */
    void renew(Incident incident, Changes changes, Instant now) {
        Map<String, MitigationRule> wanted = new LinkedHashMap<>();
        List<FlowRule> rules =
                book.get(incident.ruleIds).stream().map(MitigationRule::rule).toList();
        if (!rules.isEmpty() && incident.isActive()) {
            for (Regular client : good(incident, now)) {
                if (wanted.size() < most && rules.stream().anyMatch(rule -> Harm.touches(rule, client))) {
                    MitigationRule permit = permit(incident, client, now);
                    wanted.put(permit.rule().id(), permit);
                }
            }
        }
        for (String id : List.copyOf(incident.permitIds)) {
            if (!wanted.containsKey(id)) {
                drop(incident, id, changes);
            }
        }
        wanted.forEach((id, permit) -> {
            if (incident.permitIds.add(id)) {
                book.put(permit, true, now);
                changes.add(permit.rule());
            }
        });
    }

    /** Takes permits away that are abused. */
    void watch(Incident incident, Changes changes, Instant now) {
        IpAddress victim = incident.detection.evidence().target();
        for (MitigationRule permit : book.get(incident.permitIds)) {
            IpAddress client = permit.rule().match().src().address();
            double calm = regulars.of(victim, now).stream()
                    .filter(regular -> regular.address.equals(client))
                    .mapToDouble(regular -> regular.pps)
                    .findFirst()
                    .orElse(0);
            double pps = permit.state().pps();
            if (pps > Math.max(NEVER_TOO_MUCH_PPS, MANY_TIMES * calm)) {
                log.info("detection={} permit of {} is withdrawn: {} packets/s", incident.id, client, Math.round(pps));
                withdrawn.increment();
                regulars.distrust(victim, client);
                drop(incident, permit.rule().id(), changes);
            }
        }
    }

    /** Who is let through. */
    Set<IpAddress> permitted(Incident incident) {
        return book.get(incident.permitIds).stream()
                .map(permit -> permit.rule().match().src().address())
                .collect(Collectors.toSet());
    }

    private static MitigationRule permit(Incident incident, Regular client, Instant now) {
        Match match = Match.destination(
                        Prefix.host(incident.detection.evidence().target()))
                .withSrc(Prefix.host(client.address))
                .withInPort(client.inPort);
        String id = "permit-" + incident.id + "-" + client.address + "-" + Long.toHexString(client.dpid.value()) + "-"
                + Integer.toUnsignedString(client.inPort);
        FlowRule rule = new FlowRule(
                        id, client.dpid, RuleBand.AUTO_PERMIT, match, FlowRule.Verdict.ALLOW, null, incident.lifetime)
                .ofIncident(incident.id);
        return new MitigationRule(
                rule,
                Owner.AUTO,
                new MitigationAction.Monitor(),
                "was answered before the attack: let through and counted",
                incident.id,
                now,
                now.plus(incident.lifetime),
                RuleBook.unknown(id));
    }

    private void drop(Incident incident, String id, Changes changes) {
        incident.permitIds.remove(id);
        book.remove(id, RuleState.Status.REMOVED);
        changes.remove(id);
    }

    /** The addresses of some clients. */
    static List<IpAddress> addresses(List<Regular> clients) {
        List<IpAddress> addresses = new ArrayList<>();
        clients.forEach(client -> addresses.add(client.address));
        return addresses;
    }
}
