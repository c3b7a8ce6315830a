package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static io.sentinelsdn.controller.TestNet.pings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks with loops: everybody reaches everybody, nothing goes round, and what is cut is gone round. */
class LoopsTest {
    private static final int HOST_PRIORITY = 100;
    private static final int BLOCKED_PRIORITY = 50;

    /** The networks, how many links each has, and a link whose loss leaves another way. */
    enum Shape {
        RING(EmulatedNetwork.ring(5, 1), 5, 1, 2),
        LEAF_SPINE(EmulatedNetwork.leafSpine(2, 3, 1), 6, 1, 3),
        CAMPUS(EmulatedNetwork.campus(2, 3, 1), 10, 3, 5);

        private final EmulatedNetwork.Builder builder;
        private final int cables;
        private final int cutFrom;
        private final int cutTo;

        Shape(EmulatedNetwork.Builder builder, int cables, int cutFrom, int cutTo) {
            this.builder = builder;
            this.cables = cables;
            this.cutFrom = cutFrom;
            this.cutTo = cutTo;
        }
    }

    private static void connect(TestNet net, EmulatedNetwork network, int cables) {
        network.connect("127.0.0.1", net.controller.port());
        await("all links are found", () -> net.controller.links().size() == 2 * cables);
        await("everybody floods", () -> network.switches().stream().allMatch(TestNet::floods));
    }

    /** While the tree is being told to the switches a frame may get lost, so each pair may try again. */
    private static void shouldAllReachEachOther(EmulatedNetwork network) {
        for (EmulatedHost from : network.hosts()) {
            for (EmulatedHost to : network.hosts()) {
                if (from != to) {
                    await(from + " reaches " + to, () -> pings(from, to.ip4()) && pings(from, to.ip6()));
                }
            }
        }
        assertThat(network.framesLostInLoops()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReachEverybodyWithoutAStormAlsoAfterACut(Shape shape) throws Exception {
        try (TestNet net = new TestNet();
                EmulatedNetwork network = shape.builder.build()) {
            connect(net, network, shape.cables);
            shouldAllReachEachOther(network);

            network.cut(shape.cutFrom, shape.cutTo);

            await("the link is forgotten", () -> net.controller.links().size() == 2 * shape.cables - 2);
            shouldAllReachEachOther(network);

            network.restore(shape.cutFrom, shape.cutTo);

            await("the link is back", () -> net.controller.links().size() == 2 * shape.cables);
            shouldAllReachEachOther(network);
        }
    }

    /** Every host asks for somebody who is not there. */
    private static void hostsBroadcast(EmulatedNetwork network) {
        for (EmulatedHost host : network.hosts()) {
            host.send(Frames.arpRequest(host.mac(), host.ip4(), IpAddress.parse("10.0.0.250")), 1);
        }
    }

    @Test
    void shouldNotStormWhileSwitchesConnectAndHostsBroadcast() throws Exception {
        try (TestNet net = new TestNet();
                EmulatedNetwork network = EmulatedNetwork.leafSpine(3, 4, 1).build()) {
            network.connect("127.0.0.1", net.controller.port());
            await("all links are found and everybody floods", () -> {
                hostsBroadcast(network);
                return net.controller.links().size() == 2 * 12
                        && network.switches().stream().allMatch(TestNet::floods);
            });
            network.cut(1, 4);
            await("the cut is known", () -> {
                hostsBroadcast(network);
                return net.controller.links().size() == 2 * 11;
            });
            shouldAllReachEachOther(network);
        }
    }

    /** Whether both ends of the one cable that a ring has too many are blocked, and this switch knows all hosts. */
    private static boolean isWhole(EmulatedNetwork ring, EmulatedSwitch one) {
        long blocked = ring.switches().stream()
                .mapToLong(each -> forwarding(each, BLOCKED_PRIORITY))
                .sum();
        return blocked == 2 && forwarding(one, HOST_PRIORITY) == ring.hosts().size();
    }

    private static long forwarding(EmulatedSwitch each, int priority) {
        return each.flows(2).stream()
                .filter(flow -> flow.priority() == priority)
                .count();
    }

    @Test
    void shouldServeARestartedSwitchAsBefore() throws Exception {
        try (TestNet net = new TestNet();
                EmulatedNetwork network = EmulatedNetwork.ring(4, 1).build()) {
            connect(net, network, 4);
            shouldAllReachEachOther(network);
            EmulatedSwitch second = network.switchNumber(2);
            await("the tree is there and it knows all hosts", () -> isWhole(network, second));
            int before = second.flows(2).size();

            second.restart();

            await("its entries are back", () -> second.flows(2).size() == before && isWhole(network, second));
            shouldAllReachEachOther(network);
        }
    }

    @Test
    void shouldNotInterruptNorFloodEstablishedTrafficWhenTheControllerRestarts() throws Exception {
        try (EmulatedNetwork network = EmulatedNetwork.ring(4, 1).build()) {
            EmulatedHost from = network.host(1);
            EmulatedHost to = network.host(3);
            EmulatedHost other = network.host(2);
            try (TestNet first = new TestNet()) {
                connect(first, network, 4);
                shouldAllReachEachOther(network);
                await(
                        "all switches know all hosts",
                        () -> network.switches().stream().allMatch(each -> isWhole(network, each)));
            }
            long arrivedBefore = to.received().from(from.ip4());
            long strayBefore = other.received().from(from.mac());
            long sent = 0;
            try (TestNet second = new TestNet()) {
                network.connect("127.0.0.1", second.controller.port());
                BooleanSupplier settled = () -> second.controller.links().size() == 2 * 4
                        && second.controller.hosts().size() == 4;
                long deadlineNs = System.nanoTime() + TestNet.PATIENCE.toNanos();
                while (!settled.getAsBoolean()) {
                    assertThat(System.nanoTime())
                            .as("waiting for links and hosts")
                            .isLessThan(deadlineNs);
                    from.sendUdp(to.ip4(), 4_000, 4_001, 100);
                    sent++;
                    LockSupport.parkNanos(2_000_000);
                }
                assertThat(to.received().from(from.ip4()) - arrivedBefore).isEqualTo(sent);
                assertThat(other.received().from(from.mac()) - strayBefore).isZero();
                shouldAllReachEachOther(network);
            }
        }
    }
}
