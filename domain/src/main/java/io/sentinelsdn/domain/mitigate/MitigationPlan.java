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
 * @param measured what it was found to do to good traffic, or null before that
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
        Status status,
        Measured measured) {
    /**
     * What a plan does to good traffic while it is carried out.
     *
     * @param collateral share of the victim's good traffic that is lost, in [0, 1]
     * @param samples recent packets looked at of those that rules hold back; older ones fade by a tenth each second
     * @param goodSamples those among them that are from good clients
     * @param retreats how often the incident's plan has become narrower or milder
     */
    public record Measured(double collateral, long samples, long goodSamples, int retreats) {}

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

    /** A plan that was not measured yet. */
    public MitigationPlan(
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
        this(
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
                status,
                null);
    }

    public MitigationPlan with(Status newStatus) {
        return copy(newStatus, measured);
    }

    /** Whether it was carried out and taken back because of what it did to good traffic. */
    public boolean isTakenBack() {
        return status == Status.FAILED && rules.isEmpty() && measured != null;
    }

    /** The same with what was measured. */
    public MitigationPlan with(Measured newMeasured) {
        return copy(status, newMeasured);
    }

    private MitigationPlan copy(Status newStatus, Measured newMeasured) {
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
                newStatus,
                newMeasured);
    }
}
