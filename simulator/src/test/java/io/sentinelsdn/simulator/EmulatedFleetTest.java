package io.sentinelsdn.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.ofswitch.Hubs;
import io.sentinelsdn.simulator.ofswitch.Topology;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmulatedFleetTest {
    @Test
    void shouldKeepEveryFlowOfEverySwitchAlive() throws IOException {
        try (Hubs hubs = new Hubs();
                EmulatedFleet fleet = new EmulatedFleet(
                        EmulatedNetwork.of(Topology.unlinked(5, 2)).virtualTime(), 300, Duration.ofSeconds(1))) {
            hubs.tell(fleet.network());
            assertThat(fleet.connected()).isEqualTo(5);

            fleet.start();
            fleet.network().advance(Duration.ofSeconds(3));

            assertThat(fleet.entries()).isEqualTo(5);
            for (int number = 1; number <= 5; number++) {
                assertThat(fleet.network().host(2 * number).received().ofProtocol(17))
                        .isEqualTo(3 * 300);
                assertThat(fleet.network().host(2 * number).received().byPort()).hasSize(1);
            }
        }
    }

    @Test
    void shouldRefuseAnEmptyFleet() {
        assertThatThrownBy(() -> new EmulatedFleet(0, 1, Duration.ofSeconds(1))).hasMessage("switches must be >= 1: 0");
        assertThatThrownBy(() -> new EmulatedFleet(1, 0, Duration.ofSeconds(1)))
                .hasMessage("flows must be between 1 and 1000000: 0");
    }
}
