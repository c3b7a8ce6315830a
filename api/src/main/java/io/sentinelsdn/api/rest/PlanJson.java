package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.flow.IncidentCookie;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import java.time.Instant;
import java.util.List;

/** A mitigation plan; shares in [0, 1]. {@code cookie} and its mask find all entries of its incident on switches. */
record PlanJson(
        String id,
        String detectionId,
        Instant createdAt,
        String status,
        String action,
        List<RuleJson.EntryJson> rules,
        int tableEntries,
        int meters,
        double expectedAttackRemoved,
        double expectedCollateral,
        Long lifetimeSeconds,
        String wayBack,
        String rationale,
        String cookie,
        String cookieMask,
        MitigationPlan.Measured measured) {
    static PlanJson of(MitigationPlan plan) {
        return new PlanJson(
                plan.id(),
                plan.detectionId(),
                plan.createdAt(),
                RuleJson.lower(plan.status()),
                plan.action().wireName(),
                plan.rules().stream().map(RuleJson.EntryJson::of).toList(),
                plan.tableEntries(),
                plan.meters(),
                plan.expectedAttackRemoved(),
                plan.expectedCollateral(),
                plan.lifetime() == null ? null : plan.lifetime().toSeconds(),
                plan.wayBack(),
                plan.rationale(),
                IncidentCookie.text(IncidentCookie.of(plan.detectionId())),
                IncidentCookie.text(IncidentCookie.MASK),
                plan.measured());
    }
}
