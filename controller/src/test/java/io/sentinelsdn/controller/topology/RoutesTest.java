package io.sentinelsdn.controller.topology;

import static io.sentinelsdn.controller.topology.Cables.cable;
import static io.sentinelsdn.controller.topology.Cables.dpid;
import static io.sentinelsdn.controller.topology.Cables.leafSpine;
import static io.sentinelsdn.controller.topology.Cables.ring;
import static io.sentinelsdn.controller.topology.Cables.silent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
    @Test
    void shouldTakeTheShortWayRoundARing() {
        Routes routes = new Routes(ring(5));

        assertThat(routes.nextHops(dpid(1), dpid(2)).ports()).containsExactly(2);
        assertThat(routes.nextHops(dpid(1), dpid(3)).ports()).containsExactly(2);
        assertThat(routes.nextHops(dpid(1), dpid(4)).ports()).containsExactly(5);
    }

    @Test
    void shouldKnowAllEquallyShortWays() {
        Routes routes = new Routes(leafSpine(3, 2));

        NextHops hops = routes.nextHops(dpid(4), dpid(5));

        assertThat(hops.ports()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(hops.backups()).isEmpty();
        assertThat(routes.nextHops(dpid(1), dpid(5)).ports()).containsExactly(5);
    }

    @Test
    void shouldBackUpOnlyByNeighboursThatDoNotSendBack() {
        Routes triangle = new Routes(ring(3));
        assertThat(triangle.nextHops(dpid(1), dpid(2))).isEqualTo(new NextHops(List.of(2), List.of(3)));

        Routes square = new Routes(ring(4));
        assertThat(square.nextHops(dpid(1), dpid(2)))
                .as("switch 4 is as far from 2 as 1's own way through it and back")
                .isEqualTo(new NextHops(List.of(2), List.of()));

        Routes spines = new Routes(leafSpine(2, 2));
        assertThat(spines.nextHops(dpid(1), dpid(3)).backups())
                .as("from a spine down there is one way; leaf 4 would send up again")
                .isEmpty();
    }

    @Test
    void shouldAvoidSilentCables() {
        Routes routes = new Routes(List.of(silent(1, 2), cable(1, 3), cable(2, 3)));

        assertThat(routes.nextHops(dpid(1), dpid(2)).ports()).containsExactly(3);
        assertThat(new Routes(List.of(silent(1, 2))).nextHops(dpid(1), dpid(2)).ports())
                .containsExactly(2);
    }

    @Test
    void shouldSayWhenThereIsNoWay() {
        Routes routes = new Routes(List.of(cable(1, 2), cable(3, 4)));

        assertThat(routes.nextHops(dpid(1), dpid(3)).isNone()).isTrue();
        assertThat(routes.nextHops(dpid(1), dpid(1)).isNone()).isTrue();
        assertThat(routes.nextHops(dpid(9), dpid(1)).isNone()).isTrue();
    }

    @Test
    void shouldSpreadDestinationsOverEqualWays() {
        Routes routes = new Routes(leafSpine(2, 30));

        long overFirst = java.util.stream.IntStream.rangeClosed(4, 32)
                .filter(leaf -> routes.nextHops(dpid(3), dpid(leaf)).ports().get(0) == 1)
                .count();

        assertThat(overFirst).isBetween(8L, 21L);
    }
}
