package io.sentinelsdn.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DetectorConfigTest {
    @Test
    void shouldHaveTheseDefaults() {
        DetectorConfig config = DetectorConfig.defaults();

        assertThat(config.shards()).isBetween(1, 4);
        assertThat(config.maxFlows()).isBetween(1024, 1 << 20);
        assertThat(config.maxDestinations()).isEqualTo(16_384);
        assertThat(config.maxActiveDetections()).isEqualTo(256);
        assertThat(config.halfOpenSynFloor()).isEqualTo(150);
        assertThat(config.oneWayUdpFloor()).isEqualTo(250);
        assertThat(config.icmpEchoFloor()).isEqualTo(150);
        assertThat(config.release()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldStayUnderItsMemoryLimit() {
        assertThat(DetectorConfig.defaults().withShards(1).memoryLimitBytes()).isLessThan(336_000_000L);
    }

    @Test
    void shouldNameWhatIsWrong() {
        DetectorConfig config = DetectorConfig.defaults();

        assertThatThrownBy(() -> config.withShards(0)).hasMessage("shards must be between 1 and 16: 0");
        assertThatThrownBy(() -> config.withFloors(0, 1, 1)).hasMessageStartingWith("halfOpenSynFloor must be > 0");
        assertThatThrownBy(() -> config.withFloors(1, Double.NaN, 1)).hasMessageStartingWith("oneWayUdpFloor");
    }
}
