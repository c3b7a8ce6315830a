package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.flow.TrafficView;
import java.util.List;

/** What the detector sees right now. Immutable snapshots, refreshed every second; any thread may ask. */
public interface TrafficSource {
    TrafficView traffic();

    /** The busiest flows of the last poll, busiest first, at most 10,000. */
    List<FlowView> flows();

    /** Windows of 1, 10 and 60 s of the busiest destinations, sources, prefixes and ports, busiest first. */
    List<TrafficFeatures> features();

    /** Who sends most, busiest first, at most 100, however many others send. */
    List<Talker> senders();

    /** Detections that are not over. */
    List<Detection> activeDetections();
}
