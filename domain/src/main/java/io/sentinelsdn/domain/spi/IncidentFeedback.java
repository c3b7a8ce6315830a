package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.detect.MitigationProgress;

/** The way back from mitigation to the tracker of detections. May be called by any thread; must not block. */
@FunctionalInterface
public interface IncidentFeedback {
    void progress(String detectionId, MitigationProgress progress);
}
