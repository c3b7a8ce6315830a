package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static io.sentinelsdn.controller.TestNet.pings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.controller.forwarding.ForwardingConfig;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupsTest {
    private static TestNet netWith(ForwardingConfig forwarding) throws Exception {
        return new TestNet(ControllerConfig.defaults().withLinkProbeMs(100).withForwarding(forwarding));
    }

    private static void connect(TestNet net, EmulatedNetwork network, int cables) {
        network.connect("127.0.0.1", net.controller.port());
        await("all links are found", () -> net.controller.links().size() == 2 * cables);
        for (EmulatedHost from : network.hosts()) {
            for (EmulatedHost to : network.hosts()) {
                await(from + " reaches " + to, () -> from == to || pings(from, to.ip4()));
            }
        }
        await(
                "everybody is known everywhere",
                () -> network.switches().stream()
                        .allMatch(each -> destinations(each) == network.hosts().size()));
    }

    private static long destinations(EmulatedSwitch each) {
        return each.flows(2).stream().filter(flow -> flow.priority() == 100).count();
    }

    /** Ports by which connections of host 1 with host 2 leave a leaf; none while they are flooded. */
    private static Set<Integer> uplinks(EmulatedSwitch leaf) {
        Set<Integer> ports = new HashSet<>();
        for (int srcPort = 1_000; srcPort < 1_064; srcPort++) {
            byte[] syn = new Station(1).synTo(new Station(2), srcPort, 80);
            List<Integer> outputs = leaf.probe(1, syn).outputPorts();
            if (outputs.size() != 1) {
                return Set.of();
            }
            ports.addAll(outputs);
        }
        return ports;
    }

    @Test
    void shouldGoOverToAnotherPathWithoutTheController() throws Exception {
        try (EmulatedNetwork network = EmulatedNetwork.ring(3, 1).build()) {
            try (TestNet net = new TestNet()) {
                connect(net, network, 3);
            }
            EmulatedHost from = network.host(1);
            assertThat(pings(from, network.host(2).ip4())).isTrue();

            network.cut(1, 2);

            assertThat(pings(from, network.host(2).ip4())).isTrue();
            assertThat(network.framesLostInLoops()).isZero();
        }
    }

    @Test
    void shouldSpreadConnectionsOverEqualPaths() throws Exception {
        try (TestNet net = netWith(ForwardingConfig.defaults().withEcmp(true));
                EmulatedNetwork network = EmulatedNetwork.leafSpine(2, 2, 1).build()) {
            connect(net, network, 4);
            EmulatedSwitch leaf = network.switchNumber(3);
            await("both spines are used", () -> uplinks(leaf).equals(Set.of(2, 3)));

            network.cut(3, 1);

            await("one is left", () -> uplinks(leaf).equals(Set.of(3)));
            await(
                    "the other leaf knows too",
                    () -> pings(network.host(1), network.host(2).ip4()));
        }
    }

    @Test
    void shouldKeepConnectionsOnOnePathUnlessAskedToSpreadThem() throws Exception {
        try (TestNet net = netWith(ForwardingConfig.defaults());
                EmulatedNetwork network = EmulatedNetwork.leafSpine(2, 2, 1).build()) {
            connect(net, network, 4);

            EmulatedSwitch leaf = network.switchNumber(3);
            await("host 2 is known", () -> !uplinks(leaf).isEmpty());
            assertThat(uplinks(leaf)).hasSize(1);
        }
    }

    @Test
    void shouldGoRoundACutWhereSwitchesHaveNoGroups() throws Exception {
        try (TestNet net = netWith(ForwardingConfig.defaults().withEcmp(true));
                EmulatedNetwork network = EmulatedNetwork.leafSpine(2, 2, 1)
                        .switches(config -> config.withGroups(false))
                        .build()) {
            connect(net, network, 4);
            EmulatedSwitch leaf = network.switchNumber(3);
            await("host 2 is known", () -> !uplinks(leaf).isEmpty());
            Set<Integer> before = uplinks(leaf);
            assertThat(before).hasSize(1);

            network.cut(3, before.contains(2) ? 1 : 2);

            Set<Integer> other = before.contains(2) ? Set.of(3) : Set.of(2);
            await("the other is used", () -> uplinks(leaf).equals(other));
            await(
                    "they reach each other",
                    () -> pings(network.host(1), network.host(2).ip4()));
        }
    }
}
