package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.ManualRequest;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.mitigation.compile.Choice;
import io.sentinelsdn.mitigation.compile.Detours;
import io.sentinelsdn.mitigation.compile.RuleShape;
import io.sentinelsdn.mitigation.list.AccessLists;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rules that a person asks for by action. Refusals are thrown as {@link Refused}. Owned by the mitigation thread. */
public final class ManualMitigation {
    private static final Logger log = LoggerFactory.getLogger(ManualMitigation.class);

    private final RuleBook book;
    private final Switches switches;
    private final AccessLists lists;
    private final Incidents incidents;
    private final Detours detours;
    private final Elsewhere elsewhere;
    private final PolicyLimits limits;
    private long numbers;

    public ManualMitigation(
            RuleBook book,
            Switches switches,
            AccessLists lists,
            Incidents incidents,
            Detours detours,
            Elsewhere elsewhere,
            PolicyLimits limits) {
        this.elsewhere = elsewhere;
        this.book = book;
        this.switches = switches;
        this.lists = lists;
        this.incidents = incidents;
        this.detours = detours;
        this.limits = limits;
    }

    /** Does what is asked; a rule that a person has at the same place is replaced. */
    public void mitigate(ManualRequest request, Instant now, CompletableFuture<List<MitigationRule>> done) {
        Changes changes = new Changes();
        if (request.action().equals("monitor")) {
            incidents.onlyWatch(incident(request), changes, now);
            switches.send(changes, () -> done.complete(List.of()));
            return;
        }
        List<MitigationRule> rules = new ArrayList<>();
        for (RuleShape shape : shapes(request)) {
            rules.add(written(request, shape, now));
        }
        long fresh = rules.stream()
                .filter(rule -> book.get(rule.rule().id()).isEmpty())
                .count();
        if (book.countStored(Owner.USER) + fresh > limits.maxUserRules()) {
            throw new Refused("there are " + limits.maxUserRules() + " rules of people already; take one away first");
        }
        List<String> ids = new ArrayList<>();
        for (MitigationRule rule : rules) {
            book.put(rule, true, now);
            changes.add(rule.rule());
            ids.add(rule.rule().id());
        }
        log.info(
                "action={} rules={} for {} s: {}",
                request.action(),
                ids,
                request.duration().toSeconds(),
                request.reason());
        switches.send(changes, () -> done.complete(book.get(ids)));
    }

    private List<RuleShape> shapes(ManualRequest request) {
        List<RuleShape> plain = matches(request).stream()
                .map(place ->
                        new RuleShape(place.dpid(), RuleBand.USER, place.match(), FlowRule.Verdict.DROP, null, null))
                .toList();
        return switch (request.action()) {
            case "block" -> plain;
            case "rate_limit" -> limits(plain, request.packetsPerSecond());
            case "redirect" -> detours.redirect(plain, RuleBand.USER);
            case "challenge" -> challenge(plain);
            default -> throw new IllegalArgumentException("action is unknown: " + request.action());
        };
    }

    private List<RuleShape> limits(List<RuleShape> plain, long packetsPerSecond) {
        incidents.checkMeters(plain);
        return plain.stream()
                .map(shape -> RuleShape.limit(shape.dpid(), RuleBand.USER, shape.match(), packetsPerSecond))
                .toList();
    }

    private List<RuleShape> challenge(List<RuleShape> plain) {
        List<RuleShape> shapes = detours.challenge(plain, RuleBand.USER);
        elsewhere.checkGatewayIsFree(plain.get(0).match().dst().address());
        return shapes;
    }

    private List<RuleShape> matches(ManualRequest request) {
        if (request.detectionId() != null) {
            List<RuleShape> shapes = incidents.choice(incident(request)).map(Choice::shapes).orElse(List.of()).stream()
                    .filter(shape -> shape.band() != RuleBand.WAY_BACK)
                    .toList();
            if (shapes.isEmpty()) {
                throw new Refused("no ingress port of the attack is known yet, or its switch has no meters");
            }
            return shapes;
        }
        Prefix named = request.source() != null ? request.source() : request.target();
        if (lists.allowed().covers(named)) {
            throw new Refused(named + " is on the allow-list");
        }
        Match match = request.source() != null ? Match.source(named) : Match.destination(named);
        return List.of(new RuleShape(null, RuleBand.USER, match, FlowRule.Verdict.DROP, null, null));
    }

    private Incident incident(ManualRequest request) {
        if (request.detectionId() == null) {
            throw new Refused("monitor needs a detection_id");
        }
        return incidents
                .of(request.detectionId())
                .orElseThrow(() -> new IllegalArgumentException(
                        "detection_id is of no attack that goes on: " + request.detectionId()));
    }

    private MitigationRule written(ManualRequest request, RuleShape shape, Instant now) {
        Optional<MitigationRule> known = book.ofPeople(shape.dpid(), shape.band(), shape.match());
        String id = known.map(rule -> rule.rule().id())
                .orElseGet(() -> "user-" + request.action() + "-" + Long.toString(now.toEpochMilli(), 36) + "-"
                        + Long.toString(++numbers, 36));
        Duration lifetime = UserRules.wholeSeconds(request.duration());
        MitigationAction action = switch (request.action()) {
            case "rate_limit" -> new MitigationAction.RateLimit(request.packetsPerSecond());
            case "redirect" -> detours.redirectAction();
            case "challenge" -> detours.challengeAction();
            default -> new MitigationAction.Block();
        };
        return new MitigationRule(
                shape.named(id, lifetime).ofIncident(request.detectionId()),
                Owner.USER,
                action,
                request.reason(),
                request.detectionId(),
                known.map(MitigationRule::createdAt).orElse(now),
                now.plus(lifetime),
                RuleBook.unknown(id));
    }
}
