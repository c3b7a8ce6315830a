package io.sentinelsdn.controller.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.topology.Ports.Role;
import io.sentinelsdn.domain.net.Dpid;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final Dpid SWITCH = new Dpid(1);
    private static final End TRUNK = new End(SWITCH, 1);
    private static final End HOST = new End(SWITCH, 2);
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Ports ports = new Ports(300, 3_000);

    private void connectWithAFormerTrunk() {
        ports.attached(SWITCH, List.of(1, 2), 0);
        ports.formerTrunks(SWITCH, Set.of(1), 10 * MS);
    }

    @Test
    void shouldHoldAFormerTrunkForItsNeighbourForFifteenSeconds() {
        connectWithAFormerTrunk();

        assertThat(ports.settle(10 * MS + 14_999 * MS)).as("the other port").isTrue();
        assertThat(ports.role(HOST)).isEqualTo(Role.EDGE);
        assertThat(ports.role(TRUNK)).isEqualTo(Role.FORMER_TRUNK);
        assertThat(ports.awaitsNeighbours()).isTrue();

        assertThat(ports.settle(10 * MS + 15_000 * MS)).isTrue();
        assertThat(ports.role(TRUNK)).isEqualTo(Role.EDGE);
        assertThat(ports.awaitsNeighbours()).isFalse();
    }

    @Test
    void shouldEndTheHoldAtTheFirstProbeThatComesThrough() {
        connectWithAFormerTrunk();

        assertThat(ports.makeTrunk(TRUNK, 2_000 * MS)).isTrue();

        assertThat(ports.awaitsNeighbours()).isFalse();
        ports.settle(60_000 * MS);
        assertThat(ports.role(TRUNK)).isEqualTo(Role.TRUNK);
    }

    @Test
    void shouldNotWaitForASwitchThatIsGoneItself() {
        connectWithAFormerTrunk();

        ports.detached(SWITCH);

        assertThat(ports.awaitsNeighbours()).isFalse();
    }

    @Test
    void shouldKnowTheTrunksOfASwitchThatReturnsUnlessItWasForgotten() {
        connectWithAFormerTrunk();
        ports.makeTrunk(TRUNK, 100 * MS);
        ports.detached(SWITCH);
        ports.attached(SWITCH, List.of(1, 2), 200 * MS);
        assertThat(ports.role(TRUNK)).isEqualTo(Role.TRUNK);

        ports.detached(SWITCH);
        ports.forget(SWITCH);
        ports.attached(SWITCH, List.of(1, 2), 300 * MS);

        assertThat(ports.role(TRUNK)).isEqualTo(Role.LISTENING);
    }
}
