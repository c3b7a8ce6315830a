package io.sentinelsdn.domain.gateway;

import java.time.Instant;

/**
 * One request as a gateway saw it. Checked where it enters.
 *
 * @param sourceIp canonical text of the client's address
 * @param userAgent may be empty
 * @param confidence of the prediction, in [0, 1]
 * @param blocked whether it was refused
 * @param status HTTP status of the answer, 0 when there was none
 * @param responseTimeMs milliseconds until the answer, &ge; 0
 * @param sizeBytes of the request, &ge; 0
 * @param gatewayId who tells
 */
public record RequestLog(
        Instant timestamp,
        String sourceIp,
        String path,
        String method,
        String userAgent,
        Prediction prediction,
        double confidence,
        boolean blocked,
        int status,
        double responseTimeMs,
        long sizeBytes,
        String gatewayId) {
    public RequestLog {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1: " + confidence);
        }
    }

    /** Whether it counts as part of an attack. */
    public boolean isAttack() {
        return blocked || prediction != Prediction.NORMAL;
    }
}
