package io.sentinelsdn.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.simulator.ofswitch.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopologyKindTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SINGLE")
    void shouldBeMadeOfExactlySoManySwitches(TopologyKind kind) {
        for (int switches = 5; switches < 30; switches++) {
            Topology topology = kind.of(switches, 2);

            assertThat(topology.portCounts()).hasSize(switches).allMatch(ports -> ports > 0);
            assertThat(topology.hosts()).isNotEmpty();
        }
    }

    @Test
    void shouldSayWhatItNeeds() {
        assertThatThrownBy(() -> TopologyKind.CAMPUS.of(4, 1))
                .hasMessage("topology campus needs at least 5 switches: 4");
        assertThatThrownBy(() -> TopologyKind.SINGLE.of(2, 1)).hasMessage("topology single has one switch: 2");
        assertThatThrownBy(() -> TopologyKind.parse("star"))
                .hasMessage("topology must be one of none, single, linear, tree, ring, leaf-spine, campus: star");
        assertThat(TopologyKind.parse("Leaf_Spine")).isEqualTo(TopologyKind.LEAF_SPINE);
    }
}
