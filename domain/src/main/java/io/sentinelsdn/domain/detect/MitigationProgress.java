package io.sentinelsdn.domain.detect;

import java.util.List;

/**
 * What mitigation tells the tracker about an incident.
 *
 * @param state where its plan stands
 * @param actions one line per rule, for people
 * @param hitPps packets per second that match the incident's rules; they never reach the monitor table
 */
public record MitigationProgress(State state, List<String> actions, double hitPps) {
    /** Where a plan stands. */
    public enum State {
        /** Written down, not installed: mode {@code propose} or {@code off}. */
        PROPOSED,
        /** Sent to switches. */
        INSTALLING,
        /** Confirmed by clean barriers. */
        INSTALLED,
        /** No switch took it. */
        FAILED,
        /** Taken away. */
        RELEASED
    }

    public MitigationProgress {
        actions = List.copyOf(actions);
    }
}
