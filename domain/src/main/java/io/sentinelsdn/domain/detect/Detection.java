package io.sentinelsdn.domain.detect;

import java.time.Instant;
import java.util.List;

/**
 * One attack on one target: an immutable snapshot. The same {@code id} is updated while the attack goes on.
 *
 * @param id unique
 * @param type kind of attack
 * @param severity how bad
 * @param status where it stands
 * @param confidence calibrated score in [0, 1]
 * @param startedAt first window in which it was seen
 * @param updatedAt last change
 * @param endedAt when it stopped, or null
 * @param peakPps highest packets per second
 * @param peakBps highest bits per second
 * @param evidence who, where, whom
 * @param explanation why
 * @param actions what was done about it, for people
 */
public record Detection(
        String id,
        AttackType type,
        Severity severity,
        DetectionStatus status,
        double confidence,
        Instant startedAt,
        Instant updatedAt,
        Instant endedAt,
        double peakPps,
        double peakBps,
        AttackEvidence evidence,
        Explanation explanation,
        List<String> actions) {
    public Detection {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1: " + confidence);
        }
        actions = List.copyOf(actions);
    }

    /** The same without the rows that its model scored, which are kept with its {@link Decision}. */
    public Detection withoutRows() {
        return explanation == null || explanation.rows().isEmpty()
                ? this
                : new Detection(
                        id,
                        type,
                        severity,
                        status,
                        confidence,
                        startedAt,
                        updatedAt,
                        endedAt,
                        peakPps,
                        peakBps,
                        evidence,
                        explanation.withoutRows(),
                        actions);
    }

    /** The same detection in another status. */
    public Detection with(DetectionStatus newStatus, Instant at, List<String> newActions) {
        boolean ends = newStatus == DetectionStatus.ENDED || newStatus == DetectionStatus.FALSE_POSITIVE;
        return new Detection(
                id,
                type,
                severity,
                newStatus,
                confidence,
                startedAt,
                at,
                ends ? at : endedAt,
                peakPps,
                peakBps,
                evidence,
                explanation,
                newActions);
    }
}
