package io.sentinelsdn.controller.topology;

import static io.sentinelsdn.controller.topology.Cables.cable;
import static io.sentinelsdn.controller.topology.Cables.end;
import static io.sentinelsdn.controller.topology.Cables.leafSpine;
import static io.sentinelsdn.controller.topology.Cables.ring;
import static io.sentinelsdn.controller.topology.Cables.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.Dpid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpanningTreeTest {
    @Test
    void shouldOpenARingFarthestFromTheLowestSwitch() {
        assertThat(SpanningTree.of(ring(4)))
                .containsExactlyInAnyOrder(end(1, 2), end(2, 1), end(1, 4), end(4, 1), end(2, 3), end(3, 2));
    }

    @Test
    void shouldReachEverybodyOnceInAnyNetwork() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int switches = 2 + random.nextInt(12);
            List<Cable> cables = randomCables(random, switches);

            Set<End> tree = SpanningTree.of(cables);

            List<Cable> taken =
                    cables.stream().filter(cable -> tree.contains(cable.a())).toList();
            assertThat(tree).hasSize(2 * taken.size());
            assertThat(parts(switches, taken)).as("as connected as all cables").isEqualTo(parts(switches, cables));
            assertThat(taken).as("no loop").hasSize(switches - parts(switches, cables));
        }
    }

    @Test
    void shouldTakeASilentCableOnlyWhereThereIsNoOtherWay() {
        List<Cable> triangle = List.of(silent(1, 2), cable(1, 3), cable(2, 3));
        assertThat(SpanningTree.of(triangle)).doesNotContain(end(1, 2)).hasSize(4);

        List<Cable> row = List.of(silent(1, 2), cable(2, 3));
        assertThat(SpanningTree.of(row)).contains(end(1, 2), end(2, 1)).hasSize(4);
    }

    @Test
    void shouldJoinALostPartByOneSilentCable() {
        List<Cable> twoWays = List.of(silent(1, 2), silent(1, 3), cable(2, 3));

        assertThat(SpanningTree.of(twoWays)).containsExactlyInAnyOrder(end(1, 2), end(2, 1), end(2, 3), end(3, 2));
    }

    @Test
    void shouldSpanLeafSpineByOneSpine() {
        assertThat(SpanningTree.of(leafSpine(2, 3))).hasSize(2 * 4).contains(end(1, 3), end(1, 4), end(1, 5));
    }

    private static List<Cable> randomCables(Random random, int switches) {
        List<Cable> cables = new ArrayList<>();
        for (int one = 1; one <= switches; one++) {
            for (int other = one + 1; other <= switches; other++) {
                int dice = random.nextInt(6);
                if (dice < 2) {
                    cables.add(dice == 0 ? cable(one, other) : silent(one, other));
                }
            }
        }
        cables.sort(Cable.ORDER);
        return cables;
    }

    private static int parts(int switches, List<Cable> cables) {
        Map<Dpid, Dpid> above = new HashMap<>();
        int parts = switches;
        for (Cable cable : cables) {
            Dpid one = top(above, cable.a().dpid());
            Dpid other = top(above, cable.b().dpid());
            if (!one.equals(other)) {
                above.put(one, other);
                parts--;
            }
        }
        return parts;
    }

    private static Dpid top(Map<Dpid, Dpid> above, Dpid dpid) {
        Dpid next = above.get(dpid);
        return next == null ? dpid : top(above, next);
    }
}
