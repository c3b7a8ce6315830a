package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.detect.Detection;

/** Takes each new state of a detection. Called by the window thread; must not block. */
@FunctionalInterface
public interface DetectionSink {
    void onDetection(Detection detection);
}
