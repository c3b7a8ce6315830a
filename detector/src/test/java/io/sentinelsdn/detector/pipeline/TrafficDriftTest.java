package io.sentinelsdn.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.detector.drift.DriftConfig;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.metric.Counters;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrafficDriftTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final Counters counters = new Counters();
    private final TrafficDrift drift = new TrafficDrift(new DriftConfig(30, 64, 100, 1.5, 40, 0.25, 7), counters);

    private double gauge(String name) {
        return counters.gauges().get(name).value().getAsDouble();
    }

    private void seconds(int count, double pps, boolean underAttack) {
        for (int i = 0; i < count; i++) {
            double now = pps * (0.9 + 0.2 * random.nextDouble());
            drift.second(
                    new TrafficView(
                            now,
                            now * 4000,
                            (long) (now / 10),
                            now / 50,
                            Map.of("tcp", now * 0.8, "udp", now * 0.15, "icmp", now * 0.05, "other", 0.0),
                            List.of(new TrafficView.DestinationView("10.0.0.1", now / 3, now * 1000, 1, 1, 1, 1))),
                    underAttack);
        }
    }

    @Test
    void shouldSayNothingWithoutTraffic() {
        drift.second(TrafficView.empty(), false);

        assertThat(gauge("sentinel_drift_score")).isZero();
        assertThat(gauge("sentinel_drifted")).isZero();
    }

    @Test
    void shouldSayThatTheNetworkHasChanged() {
        seconds(400, 1000, false);
        assertThat(gauge("sentinel_drifted")).isZero();
        assertThat(gauge("sentinel_drift_odd_share")).isLessThan(0.1);

        boolean drifted = false;
        for (int i = 0; i < 30; i++) {
            seconds(1, 1000 * Math.pow(1.6, i), false);
            drifted |= gauge("sentinel_drifted") == 1;
        }
        assertThat(drifted).isTrue();
    }

    @Test
    void shouldNotTakeAnAttackForAChange() {
        seconds(400, 1000, false);

        seconds(200, 300_000, true);

        assertThat(gauge("sentinel_drifted")).isZero();
    }
}
