package io.sentinelsdn.detector.track;

import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.spi.IncidentFeedback;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The newest word of mitigation on each active detection. Any thread writes; the window thread takes. Only ids that the
 * tracker has opened are kept, so it is bounded by their number.
 */
public final class FeedbackBox implements IncidentFeedback {
    private final Map<String, AtomicReference<MitigationProgress>> newest = new ConcurrentHashMap<>();

    @Override
    public void progress(String detectionId, MitigationProgress progress) {
        AtomicReference<MitigationProgress> place = newest.get(detectionId);
        if (place != null) {
            place.set(progress);
        }
    }

    void open(String detectionId) {
        newest.put(detectionId, new AtomicReference<>());
    }

    void close(String detectionId) {
        newest.remove(detectionId);
    }

    /** What came since the last call, or null. */
    MitigationProgress take(String detectionId) {
        AtomicReference<MitigationProgress> place = newest.get(detectionId);
        return place == null ? null : place.getAndSet(null);
    }
}
