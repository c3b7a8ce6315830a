package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.util.List;

/** A network in which nothing happens. */
final class QuietTraffic implements TrafficSource {
    @Override
    public TrafficView traffic() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FlowView> flows() {
        return List.of();
    }

    @Override
    public List<TrafficFeatures> features() {
        return List.of();
    }

    @Override
    public List<Talker> senders() {
        return List.of();
    }

    @Override
    public List<Detection> activeDetections() {
        return List.of();
    }
}
