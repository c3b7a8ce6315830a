package io.sentinelsdn.domain.detect;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a detection has the confidence that its last explanation shows, kept so that it can be repeated bit for bit.
 *
 * @param detectionId which detection
 * @param at when
 * @param modelId the model that scored then
 * @param modelSha256 of its file
 * @param configuration the detector's settings that were in force, by name
 * @param configurationSha256 of these
 * @param explanation inputs and outcome: observed values, baseline, threshold, and each contribution to the confidence
 */
public record Decision(
        String detectionId,
        Instant at,
        String modelId,
        String modelSha256,
        Map<String, String> configuration,
        String configurationSha256,
        Explanation explanation) {
    public Decision {
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
    }
}
