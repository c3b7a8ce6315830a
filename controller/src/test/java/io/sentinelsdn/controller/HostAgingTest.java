package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.controller.forwarding.ForwardingConfig;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostAgingTest {
    private static final Station ANN = new Station(201);
    private static final Station BOB = new Station(202);

    @Test
    void shouldForgetTheSilentAndKeepThoseWhoAnswer() throws Exception {
        ControllerConfig config = ControllerConfig.defaults()
                .withLinkProbeMs(100)
                .withForwarding(ForwardingConfig.defaults().withHostTimeoutMs(100));
        try (TestNet net = new TestNet(config);
                EmulatedNetwork network = EmulatedNetwork.single(3).build()) {
            network.connect("127.0.0.1", net.controller.port());
            EmulatedSwitch lan = network.switchNumber(1);
            EmulatedHost living = network.host(1);
            await("the switch is set up", () -> TestNet.floods(lan));
            await("the living is known", () -> {
                TestNet.pings(living, network.host(2).ip4());
                return net.controller.attachment(living.ip4()).isPresent();
            });
            await("Bob, who is nobody's host, is known", () -> {
                lan.inject(3, BOB.arpFor(ANN));
                return lan.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(3));
            });

            await(
                    "Bob is forgotten, by the switch too",
                    () -> net.controller.attachment(BOB.v4()).isEmpty()
                            && lan.probe(1, ANN.pingTo(BOB)).outputPorts().size() > 1);
            assertThat(net.controller.attachment(living.ip4())).as("it answers").isPresent();
        }
    }
}
