package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether switches have entries and meters left for a plan. Owned by the mitigation thread. */
final class Room {
    /** Meters of our own for each port: ARP, ND and the like, first packets, SYNs. */
    private static final long PUNT_METERS = 4;

    private final SwitchDirectory directory;
    private final RuleBook book;

    Room(SwitchDirectory directory, RuleBook book) {
        this.directory = directory;
        this.book = book;
    }

    /** Why a switch cannot take what is new in the plan, or empty. */
    Optional<String> lacks(MitigationPlan plan, int permits) {
        Map<Dpid, Long> entries = new HashMap<>();
        Map<Dpid, Long> meters = new HashMap<>();
        for (FlowRule rule : plan.rules()) {
            if (book.get(rule.id()).isEmpty() && rule.dpid() != null) {
                entries.merge(rule.dpid(), rule.meter() == null ? 1L : 2L, Long::sum);
                meters.merge(rule.dpid(), rule.meter() == null ? 0L : 1L, Long::sum);
            }
        }
        for (SwitchView view : directory.switches()) {
            long needed = entries.getOrDefault(view.dpid(), 0L);
            if (!view.connected() || needed == 0) {
                continue;
            }
            long free = view.tableBudget() - view.flowEntries() + view.monitorEntries();
            if (view.tableBudget() > 0 && needed + permits > free) {
                return Optional.of("Switch " + view.dpid() + " has room for " + Math.max(0, free)
                        + " entries, the plan needs " + (needed + permits) + " there.");
            }
            long most = view.abilities() == null ? 0 : view.abilities().maxMeters();
            long used = metersOf(view.dpid()) + PUNT_METERS * view.ports().size();
            if (view.meters() && most > 0 && used + meters.getOrDefault(view.dpid(), 0L) > most) {
                return Optional.of(
                        "Switch " + view.dpid() + " has no meters left: " + used + " of " + most + " are in use.");
            }
        }
        return Optional.empty();
    }

    private long metersOf(Dpid dpid) {
        return Stream.of(MitigationRule.Owner.AUTO, MitigationRule.Owner.USER)
                .flatMap(book::stored)
                .map(MitigationRule::rule)
                .filter(rule -> rule.meter() != null && (rule.dpid() == null || dpid.equals(rule.dpid())))
                .count();
    }
}
