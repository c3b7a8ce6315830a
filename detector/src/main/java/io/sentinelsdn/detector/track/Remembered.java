package io.sentinelsdn.detector.track;

import io.sentinelsdn.detector.feature.FeatureRow;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.domain.detect.Detection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Attacks that are over, so that people can still say something about them: bounded, the eldest goes first. */
final class Remembered {
    private static final int MOST = 1000;

    private final Map<String, Past> byId = new LinkedHashMap<>();

    /** An attack that is over. */
    record Past(Detection detection, Measure measure, FeatureRow features) {}

    void add(Past past) {
        byId.put(past.detection().id(), past);
        if (byId.size() > MOST) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    /** The attack, or null when it is not remembered. */
    Past get(String detectionId) {
        return byId.get(detectionId);
    }
}
