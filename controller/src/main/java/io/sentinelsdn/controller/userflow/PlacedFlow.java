package io.sentinelsdn.controller.userflow;

import io.sentinelsdn.controller.ofctl.FlowMod;
import io.sentinelsdn.domain.ofctl.UserFlow;
import java.time.Duration;
import java.time.Instant;

/**
 * A person's flow entry, ready to be sent.
 *
 * @param flow what was asked for
 * @param message its bytes
 */
public record PlacedFlow(UserFlow flow, FlowMod message) {
    private static final long MS_PER_SECOND = 1_000;

    String id() {
        return flow.id();
    }

    long cookie() {
        return flow.cookie();
    }

    /** What is left of its lifetime in whole seconds, at least 1; 0 when it has no end. */
    int secondsLeft(Instant now) {
        if (flow.expiresAt() == null) {
            return 0;
        }
        long leftMs = Duration.between(now, flow.expiresAt()).toMillis();
        return (int) Math.max(1, (leftMs + MS_PER_SECOND / 2) / MS_PER_SECOND);
    }
}
