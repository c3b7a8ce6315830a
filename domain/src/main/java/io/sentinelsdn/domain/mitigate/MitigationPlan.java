package io.sentinelsdn.domain.mitigate;

import io.sentinelsdn.domain.flow.FlowRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Written down before anything is installed.
 *
 * @param id unique
 * @param detectionId the incident
 * @param createdAt when it was written
 * @param action what the rules do
 * @param rules at most 8
 * @param tableEntries flow entries needed on switches
 * @param meters meters needed on switches
 * @param expectedAttackRemoved share of the attack it expects to remove, in [0, 1]
 * @param expectedCollateral share of the good traffic it expects to hurt, in [0, 1]
 * @param lifetime how long its rules live
 * @param wayBack how it is undone, for people
 * @param rationale why this match and this action, for people
 * @param status where it stands
 */
public record MitigationPlan(
        String id,
        String detectionId,
        Instant createdAt,
        MitigationAction action,
        List<FlowRule> rules,
        int tableEntries,
        int meters,
        double expectedAttackRemoved,
        double expectedCollateral,
        Duration lifetime,
        String wayBack,
        String rationale,
        Status status) {
    /** Where a plan stands. */
    public enum Status {
        /** Waits for a person, or automation is off. */
        PROPOSED,
        /** Carried out, rules on their way or confirmed. */
        ACTIVE,
        /** A person said no. */
        REJECTED,
        /** No switch took it, or it is not allowed. */
        FAILED,
        /** Undone. */
        RELEASED,
        /** Nobody answered while it was of use: the attack ended, or another plan took its place. */
        LAPSED
    }

    public MitigationPlan {
        rules = List.copyOf(rules);
    }

    public MitigationPlan with(Status newStatus) {
        return new MitigationPlan(
                id,
                detectionId,
                createdAt,
                action,
                rules,
                tableEntries,
                meters,
                expectedAttackRemoved,
                expectedCollateral,
                lifetime,
                wayBack,
                rationale,
                newStatus);
    }
}
