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
        assertThat(DetectorConfig.defaults().memoryLimitBytes()).isLessThanOrEqualTo(256L << 20);
        assertThat(DetectorConfig.defaults()
                        .withShards(4)
                        .withMemory(256L << 20)
                        .memoryLimitBytes())
                .isLessThanOrEqualTo(256L << 20);
        assertThat(DetectorConfig.defaults().withMemory(512L << 20).maxFlows())
                .isGreaterThan(DetectorConfig.defaults().maxFlows());
    }

    @Test
    void shouldNameWhatIsWrong() {
        DetectorConfig config = DetectorConfig.defaults();

        assertThatThrownBy(() -> config.withMemory(1 << 20)).hasMessage("memory must be between 200 and 8192 MiB: 1");
        assertThatThrownBy(() -> config.withShards(0)).hasMessage("shards must be between 1 and 16: 0");
        assertThatThrownBy(() -> config.withFloors(0, 1, 1)).hasMessageStartingWith("halfOpenSynFloor must be > 0");
        assertThatThrownBy(() -> config.withFloors(1, Double.NaN, 1)).hasMessageStartingWith("oneWayUdpFloor");
    }
}
