package io.sentinelsdn.slicing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SwitchPort;
import io.sentinelsdn.domain.spi.PortQueues.PortQos;
import io.sentinelsdn.domain.spi.PortQueues.QueueSpec;
import io.sentinelsdn.slicing.FakeSwitches;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueuePlanTest {
    private static final Dpid DPID = new Dpid(1);
    private static final long MBPS = 1_000_000;

    private final NetworkSlice low = slice(4, new SliceSpec("low", 20, 1, 2, net(1), false, false, null, null, true));
    private final NetworkSlice high = slice(9, new SliceSpec("high", 30, 6, 5, net(2), false, true, null, 40, true));

    private static SliceMatch net(int number) {
        return SliceMatch.of(Prefix.parse("10.0." + number + ".0/24"));
    }

    private static NetworkSlice slice(int number, SliceSpec spec) {
        return new NetworkSlice("s-" + number, number, spec, Instant.EPOCH, Instant.EPOCH, 1);
    }

    private static Map<Integer, PortQos> plan(List<NetworkSlice> slices, Set<Integer> fenced) {
        Ground ground = new Ground(List.of(FakeSwitches.of(DPID, 1, 2)), List.of(), slices);
        return QueuePlan.of(DPID, slices, ground, fenced, Map.of(new SwitchPort(DPID, 2), 100));
    }

    @Test
    void shouldGiveEachSliceAQueueAtEveryPortAndOneToTheRest() {
        Map<Integer, PortQos> plan = plan(List.of(low, high), Set.of());

        assertThat(plan).containsOnlyKeys(1, 2);
        assertThat(plan.get(1).maxBps()).as("that of its interface").isZero();
        assertThat(plan.get(2).maxBps()).isEqualTo(100 * MBPS);
        for (PortQos qos : plan.values()) {
            assertThat(qos.queues()).containsOnlyKeys(0, 4, 9);
            assertThat(qos.queues().get(4)).isEqualTo(new QueueSpec(2 * MBPS, 20 * MBPS, 6, "s-4"));
            assertThat(qos.queues().get(9)).as("may borrow").isEqualTo(new QueueSpec(5 * MBPS, 40 * MBPS, 1, "s-9"));
            assertThat(qos.queues().get(0).priority()).isEqualTo(7);
        }
    }

    @Test
    void shouldServeAFencedSliceLastAndKeepItsGuarantee() {
        QueueSpec fenced = plan(List.of(low, high), Set.of(9)).get(1).queues().get(9);

        assertThat(fenced.priority()).isEqualTo(7);
        assertThat(fenced.minBps()).isEqualTo(5 * MBPS);
    }

    @Test
    void shouldWantNoQueuesWithoutSlices() {
        assertThat(plan(List.of(), Set.of())).isEmpty();
    }
}
