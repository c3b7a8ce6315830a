package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static io.sentinelsdn.controller.TestNet.pings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A switch that sends more packets than allowed is told to be quiet, and nothing else comes of it. */
class PacketPauseTest {
    private static final Dpid FIRST = new Dpid(1);

    private final Random random = new Random(7);

    private static TestNet net() throws Exception {
        ControllerConfig config = ControllerConfig.defaults().withLinkProbeMs(100);
        return new TestNet(config.withOpenFlow(config.openFlow().withPacketInLimit(50)));
    }

    private static boolean isQuiet(TestNet net) {
        return net.controller.switches().stream()
                .filter(view -> view.dpid().equals(FIRST))
                .anyMatch(view ->
                        view.degraded().contains("sends more than 50 packets a second: none are taken for a while"));
    }

    private void flood(EmulatedSwitch lan) {
        for (int i = 0; i < 10; i++) {
            lan.inject(1, new Station(1).udpTo(new Station(2), 1_024 + random.nextInt(60_000), 53));
        }
    }

    private static boolean knows(TestNet net, Station host) {
        return net.controller.hosts().stream()
                .anyMatch(view -> view.mac().equals(host.mac().toString()));
    }

    @Test
    void shouldQuietAFloodingSwitchAndKeepItsLinks() throws Exception {
        try (TestNet net = net();
                EmulatedNetwork network = EmulatedNetwork.linear(2, 1).build()) {
            network.connect("127.0.0.1", net.controller.port());
            await("the link is found", () -> net.controller.links().size() == 2);
            await(
                    "the hosts reach each other",
                    () -> pings(network.host(1), network.host(2).ip4()));
            EmulatedSwitch first = network.switchNumber(1);

            await("it is told to be quiet", () -> {
                flood(first);
                return isQuiet(net);
            });
            await("it may speak again", () -> {
                assertThat(net.controller.links())
                        .as("though no probe comes through")
                        .hasSize(2);
                return !isQuiet(net);
            });

            assertThat(net.counter("sentinel_packet_in_pauses_total")).isEqualTo(1);
            Station late = new Station(9);
            await("it is heard", () -> {
                first.inject(1, late.arpFor(new Station(2)));
                return knows(net, late);
            });
            assertThat(net.controller.links()).hasSize(2);
        }
    }
}
