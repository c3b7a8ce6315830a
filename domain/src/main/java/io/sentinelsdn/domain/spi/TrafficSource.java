package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficView;
import java.util.List;

/** What the detector sees right now. Immutable snapshots, refreshed every second; any thread may ask. */
public interface TrafficSource {
    TrafficView traffic();

    /** The busiest flows of the last poll, busiest first, at most 10,000. */
    List<FlowView> flows();

    /** Detections that are not over. */
    List<Detection> activeDetections();
}
