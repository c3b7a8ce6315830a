package io.sentinelsdn.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.SeriesStore;
import io.sentinelsdn.domain.spi.TrafficSource;
import io.sentinelsdn.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesFeedTest {
    private final Counters counters = new Counters();
    private final SeriesStore store = Stores.inMemory().series();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(10);

    @Test
    void shouldWriteEveryStandardMetricOfASecond() {
        try (SeriesFeed feed = new SeriesFeed(new Busy(), () -> 3, () -> 2, counters, store)) {
            feed.tick(now);
            counters.counter("sentinel_store_requests_total", "").add(40);
            feed.tick(now.plusSeconds(2));
        }

        assertThat(store.metrics()).containsExactlyInAnyOrderElementsOf(SeriesStore.STANDARD_METRICS);
        assertThat(at(now, "pps")).isEqualTo(1000);
        assertThat(at(now, "tcp_pps")).isEqualTo(750);
        assertThat(at(now, "udp_pps")).isZero();
        assertThat(at(now, "active_rules")).isEqualTo(3);
        assertThat(at(now, "connected_switches")).isEqualTo(2);
        assertThat(at(now, "requests_per_second")).isZero();
        assertThat(at(now.plusSeconds(2), "requests_per_second")).isEqualTo(20);
    }

    private double at(Instant second, String metric) {
        return store.points(metric, second, second.plusSeconds(1), Duration.ofSeconds(1))
                .get(0)
                .value();
    }

    private static final class Busy implements TrafficSource {
        @Override
        public TrafficView traffic() {
            return new TrafficView(1000, 8000, 7, 2.5, Map.of("tcp", 750.0), List.of());
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
        public List<TrafficFeatures.Talker> senders() {
            return List.of();
        }

        @Override
        public List<Detection> activeDetections() {
            return List.of();
        }
    }
}
