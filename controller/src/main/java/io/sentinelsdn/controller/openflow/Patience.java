package io.sentinelsdn.controller.openflow;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * How long a peer may be silent.
 *
 * @param handshake a connection that is not ready by then is closed
 * @param echoInterval a peer that was silent this long is asked for an ECHO
 * @param deadAfter a peer that was silent this long is gone
 * @param duplicate what a live session has to answer an ECHO when another connection claims its datapath id
 */
@RecordBuilder
public record Patience(Duration handshake, Duration echoInterval, Duration deadAfter, Duration duplicate)
        implements PatienceBuilder.With {
    public Patience {
        positive(handshake, "handshake");
        positive(echoInterval, "echoInterval");
        positive(deadAfter, "deadAfter");
        positive(duplicate, "duplicate");
    }

    private static void positive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be > 0: " + value);
        }
    }
}
