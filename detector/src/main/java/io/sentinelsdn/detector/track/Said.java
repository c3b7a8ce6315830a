package io.sentinelsdn.detector.track;

import io.sentinelsdn.detector.feature.FeatureRow;
import io.sentinelsdn.domain.detect.Detection;

/**
 * What a person's word was about.
 *
 * @param detection as it is after the word
 * @param features what the detector last saw of it
 */
public record Said(Detection detection, FeatureRow features) {}
