package io.sentinelsdn.simulator.ofswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.simulator.frame.Frames;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFPortState;
import org.projectfloodlight.openflow.protocol.OFPortStatus;
import org.projectfloodlight.openflow.types.OFPort;

class TopologyTest {
    private final Hubs hubs = new Hubs();

    @AfterEach
    void close() throws IOException {
        hubs.close();
    }

    private static long linksOf(Topology topology, int number) {
        return topology.links().stream()
                .filter(link -> link.switchA() == number || link.switchB() == number)
                .count();
    }

    @Test
    void shouldCloseARing() {
        Topology ring = Topology.ring(5, 2);

        assertThat(IntStream.rangeClosed(1, 5)).allMatch(number -> linksOf(ring, number) == 2);
        assertThat(ring.hosts()).hasSize(10);
        assertThatThrownBy(() -> Topology.ring(2, 1)).hasMessageContaining("at least 3 switches: 2");
    }

    @Test
    void shouldLinkEachLeafWithEachSpine() {
        Topology clos = Topology.leafSpine(2, 4, 3);

        assertThat(IntStream.rangeClosed(1, 2)).allMatch(spine -> linksOf(clos, spine) == 4);
        assertThat(IntStream.rangeClosed(3, 6)).allMatch(leaf -> linksOf(clos, leaf) == 2);
        assertThat(clos.hosts()).hasSize(12).allMatch(host -> host.switchNumber() > 2);
        assertThat(clos.portCounts()).containsExactly(4, 4, 5, 5, 5, 5);
    }

    @Test
    void shouldHomeEachLayerOfACampusTwice() {
        Topology campus = Topology.campus(3, 4, 2);

        assertThat(IntStream.rangeClosed(3, 5))
                .allMatch(number -> !campus.between(number, 1).isEmpty()
                        && !campus.between(number, 2).isEmpty());
        assertThat(IntStream.rangeClosed(6, 9)).allMatch(access -> linksOf(campus, access) == 2);
        assertThat(campus.hosts()).hasSize(8).allMatch(host -> host.switchNumber() >= 6);
        assertThatThrownBy(() -> campus.between(1, 2)).hasMessageContaining("no link between switches 1 and 2");
    }

    @Test
    void shouldSurviveABroadcastStormAndCountIt() throws IOException {
        EmulatedNetwork network =
                hubs.network(EmulatedNetwork.leafSpine(4, 6, 1).virtualTime());

        network.host(1).send(Frames.udp(SwitchFixture.HOP, SwitchFixture.A, SwitchFixture.B, 1, 2, new byte[4]), 1);

        assertThat(network.framesLostInLoops()).isPositive();
        assertThat(network.framesCarried()).isLessThan(2_000);
    }

    @Test
    void shouldLoseNothingWithoutALoop() throws IOException {
        EmulatedNetwork network = hubs.network(EmulatedNetwork.ring(4, 1).virtualTime());
        network.cut(4, 1);

        assertThat(network.host(1).ping(network.host(4).ip4())).isCompletedWithValue(true);

        assertThat(network.framesLostInLoops()).isZero();
    }

    @Test
    void shouldTellBothEndsOfACutAndOfARepair() throws IOException {
        try (EmulatedNetwork network =
                        EmulatedNetwork.linear(2, 1).virtualTime().build();
                ScriptedController left = new ScriptedController();
                ScriptedController right = new ScriptedController()) {
            left.greet(network.switchNumber(1));
            right.greet(network.switchNumber(2));

            network.cut(2, 1);

            for (ScriptedController end : new ScriptedController[] {left, right}) {
                OFPortStatus down = end.hear(OFPortStatus.class);
                assertThat(down.getDesc().getPortNo()).isEqualTo(OFPort.of(2));
                assertThat(down.getDesc().getState()).contains(OFPortState.LINK_DOWN);
            }
            assertThat(network.switchNumber(1).port(2).up()).isFalse();

            network.restore(1, 2);

            assertThat(left.hear(OFPortStatus.class).getDesc().getState()).doesNotContain(OFPortState.LINK_DOWN);
            assertThat(network.switchNumber(2).port(2).up()).isTrue();
        }
    }
}
