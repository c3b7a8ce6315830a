package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.detect.Decision;
import java.util.Optional;

/** Where the inputs of detections are kept, so that they can be repeated. */
public interface DecisionStore {
    /** Inserts or replaces by detection. */
    void saveDecision(Decision decision);

    /** The last decision of a detection. */
    Optional<Decision> decision(String detectionId);
}
