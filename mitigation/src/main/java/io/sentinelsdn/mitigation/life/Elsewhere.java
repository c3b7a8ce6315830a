package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.mitigation.compile.Choice;
import io.sentinelsdn.mitigation.compile.Detours;
import io.sentinelsdn.mitigation.compile.RuleShape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends attacks elsewhere by itself where that spares good clients: web floods to the gateway, which can tell people from
 * programs, and what would hurt more good traffic than the budget allows to the scrubber. Owned by the mitigation
 * thread.
 */
public final class Elsewhere {
    private static final Logger log = LoggerFactory.getLogger(Elsewhere.class);
    private static final Set<AttackType> WEB = Set.of(AttackType.HTTP_FLOOD, AttackType.SLOWLORIS);

    private final Detours detours;
    private final RuleBook book;
    private final double budget;

    /**
     * @param budget share of the victim's good traffic that a plan may hurt, in (0, 1]
     */
    public Elsewhere(Detours detours, RuleBook book, double budget) {
        this.detours = detours;
        this.book = book;
        this.budget = budget;
    }

    /** The gateway instead of what would be limited at the victim's side; empty where that does not fit. */
    Optional<Choice> challenge(Incident incident, Choice byVictim) {
        if (!WEB.contains(incident.detection.type()) || !detours.hasGateway()) {
            return Optional.empty();
        }
        try {
            checkGatewayIsFree(incident.detection.evidence().target());
            List<RuleShape> shapes = detours.challenge(byVictim.shapes(), RuleBand.AUTO_BROAD);
            return Optional.of(new Choice(
                    shapes,
                    detours.challengeAction(),
                    shareOf(byVictim),
                    0,
                    "Web clients are sent to the gateway, which asks each for a proof of work: people get through."));
        } catch (Refused notNow) {
            log.debug("detection={} is not challenged: {}", incident.id, notNow.getMessage());
            return Optional.empty();
        }
    }

    /** The scrubber instead of what hurts, or would hurt, too much; empty where that does not fit. */
    Optional<Choice> redirect(Incident incident, Choice choice) {
        boolean redirected = incident.has(Status.ACTIVE) && incident.plan.action() instanceof MitigationAction.Redirect;
        boolean hurts = choice.expectedCollateral() > budget || incident.harm > budget;
        if (!detours.hasScrubber() || !(hurts || redirected)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Choice(
                    detours.redirect(choice.shapes(), null),
                    detours.redirectAction(),
                    shareOf(choice),
                    0,
                    "To drop or limit it could hurt more good traffic than mitigation.collateral_budget allows, so the"
                            + " scrubber takes it and sends on what is clean. " + choice.rationale()));
        } catch (Refused notNow) {
            log.debug("detection={} is not redirected: {}", incident.id, notNow.getMessage());
            return Optional.empty();
        }
    }

    /** What is sent elsewhere does not come through a meter. */
    private static double shareOf(Choice choice) {
        return choice.expectedRemoved();
    }

    /** Answers of the gateway do not tell whose they are: it stands in for one victim at a time. */
    void checkGatewayIsFree(IpAddress victim) {
        Stream.of(Owner.AUTO, Owner.USER)
                .flatMap(book::stored)
                .map(rule -> rule.rule().detour())
                .filter(detour -> detour != null && detour.back() && !victim.equals(detour.ip()))
                .findFirst()
                .ifPresent(detour -> {
                    throw new Refused("the gateway stands in for " + detour.ip()
                            + " already, and its answers do not tell whose they are: one victim at a time");
                });
    }

    /** Rules against an attack: without those that take back what comes from the scrubber or the gateway. */
    static boolean isAgainst(FlowRule rule) {
        return rule.band() != RuleBand.WAY_BACK;
    }
}
