package io.sentinelsdn.domain.mitigate;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleState;
import java.time.Instant;

/**
 * A rule with its reason: what is stored and shown.
 *
 * @param rule what the switches are asked to hold
 * @param owner who asked for it
 * @param action what it does
 * @param reason why, for people
 * @param detectionId the incident it belongs to, or null
 * @param createdAt when it was asked for
 * @param expiresAt when it ends by itself, or null for never
 * @param state what the switches say
 */
public record MitigationRule(
        FlowRule rule,
        Owner owner,
        MitigationAction action,
        String reason,
        String detectionId,
        Instant createdAt,
        Instant expiresAt,
        RuleState state) {
    /** Who asked for a rule. */
    public enum Owner {
        AUTO,
        USER
    }

    public MitigationRule withState(RuleState newState) {
        return new MitigationRule(rule, owner, action, reason, detectionId, createdAt, expiresAt, newState);
    }
}
