package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people say about proposed plans. Refusals are thrown as {@link Refused}. Owned by the mitigation thread. */
public final class Approvals {
    private static final Logger log = LoggerFactory.getLogger(Approvals.class);

    private final Incidents incidents;
    private final HistoryStore store;

    public Approvals(Incidents incidents, HistoryStore store) {
        this.incidents = incidents;
        this.store = store;
    }

    /** Carries the plan out as it was shown. */
    public void approve(String planId, Instant now, CompletableFuture<MitigationPlan> done) {
        Incident incident = waiting(planId);
        if (incidents.mode() == MitigationMode.OFF) {
            throw new Refused("mitigation is switched off; set mitigation_mode to propose or auto first");
        }
        log.info("plan={} is approved", planId);
        incidents.approve(incident, now, () -> done.complete(store.plan(planId).orElseThrow()));
    }

    /** The plan is not wanted; one like it is not proposed again while the attack goes on. */
    public void reject(String planId, Instant now, CompletableFuture<MitigationPlan> done) {
        Incident incident = waiting(planId);
        log.info("plan={} is rejected", planId);
        done.complete(incidents.reject(incident, now));
    }

    private Incident waiting(String planId) {
        Optional<Incident> incident = incidents.proposing(planId);
        if (incident.isPresent()) {
            return incident.get();
        }
        String status = store.plan(planId)
                .map(MitigationPlan::status)
                .map(Status::name)
                .orElseThrow(() -> new IllegalArgumentException("no such plan: " + planId))
                .toLowerCase(java.util.Locale.ROOT);
        throw new Refused("plan " + planId + " does not wait for an answer, it is "
                + (status.equals("proposed") ? "of an attack that is over" : status));
    }
}
