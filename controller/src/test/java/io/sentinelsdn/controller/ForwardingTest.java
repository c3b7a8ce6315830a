package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ForwardingTest {
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);

    @Test
    void shouldFloodUnknownAndForwardKnownDestinations() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            assertThat(lan.probe(1, ANN.pingTo(BOB)).outputPorts()).containsExactlyInAnyOrder(2, 3);

            lan.inject(2, BOB.arpFor(ANN));

            await(
                    "Bob is known",
                    () -> lan.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(2)));
            assertThat(lan.probe(1, Frames.ping(ANN.to(BOB), ANN.v6(), BOB.v6(), 1, 1, 8))
                            .outputPorts())
                    .containsExactly(2);
            await(
                    "Bob's address is known",
                    () -> net.controller.attachment(BOB.v4()).isPresent());
            assertThat(net.controller.attachment(BOB.v4())).contains(new Attachment(new Dpid(1), 2));
        }
    }

    @Test
    void shouldLearnIpv6HostsFromNeighbourDiscovery() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);

            lan.inject(3, Frames.neighborSolicitation(BOB.mac(), BOB.v6(), ANN.v6()));

            await(
                    "Bob's address is known",
                    () -> net.controller.attachment(BOB.v6()).isPresent());
            assertThat(net.controller.attachment(BOB.v6())).contains(new Attachment(new Dpid(1), 3));
        }
    }

    @Test
    void shouldMoveAHostThatSpeaksElsewhere() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            lan.inject(2, BOB.arpFor(ANN));
            await(
                    "Bob is known",
                    () -> lan.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(2)));

            await("Bob has moved", () -> {
                lan.inject(3, BOB.arpFor(ANN));
                return lan.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(3));
            });
            assertThat(net.controller.attachment(BOB.v4())).contains(new Attachment(new Dpid(1), 3));
        }
    }

    @Test
    void shouldNeverLetAMeterCostTraffic() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            lan.inject(2, BOB.arpFor(ANN));
            await(
                    "Bob is known",
                    () -> lan.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(2)));
            long before = lan.port(2).txPackets();

            lan.inject(1, ANN.synTo(BOB, 40_000, 80), 100_000);

            await("all arrived", () -> lan.port(2).txPackets() - before >= 100_000);
            assertThat(lan.packetInsSent()).isLessThan(2_000);
        }
    }

    @Test
    void shouldFindPathsOverSeveralSwitches() throws Exception {
        try (TestNet net = new TestNet();
                EmulatedNetwork row = EmulatedNetwork.linear(3, 1).build()) {
            row.connect("127.0.0.1", net.controller.port());
            await(
                    "both links are found in both directions",
                    () -> net.controller.links().size() == 4);
            EmulatedHost first = row.host(1);
            EmulatedHost last = row.host(3);

            await("they reach each other", () -> TestNet.pings(first, last.ip4()));
            assertThat(first.ping(last.ip6()).get(10, TimeUnit.SECONDS)).isTrue();

            Dpid middle = row.switchNumber(2).dpid();
            await(
                    "the host's place is known",
                    () -> net.controller.attachment(last.ip4()).isPresent());
            assertThat(net.controller.attachment(last.ip4()))
                    .contains(new Attachment(row.switchNumber(3).dpid(), 1));
            assertThat(net.controller.isEdge(middle, 1)).isTrue();
            assertThat(net.controller.links())
                    .as("no link touches the host's port")
                    .allSatisfy(link -> assertThat(net.controller.isEdge(link.fromDpid(), link.fromPort()))
                            .isFalse());
        }
    }

    @Test
    void shouldIgnoreForgedProbes() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            byte[] forged = new byte[60];
            forged[0] = 1;
            forged[1] = (byte) 0x80;
            forged[2] = (byte) 0xc2;
            forged[5] = 0x0e;
            forged[12] = (byte) 0x88;
            forged[13] = (byte) 0xcc;

            lan.inject(1, forged);

            await("the forged probe is counted", () -> net.counter("sentinel_lldp_foreign_total") == 1);
            assertThat(net.controller.links()).isEmpty();
            await(
                    "the switch's view tells",
                    () -> net.controller.switches().get(0).degraded().stream()
                            .anyMatch(text -> text.equals("port 1: foreign LLDP frame ignored")));
        }
    }

    @Test
    void shouldSayWhatASwitchCannotDo() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch plain = net.connect(
                    SwitchConfig.of(new Dpid(7), 2).withTcpFlags(false).withMeters(false));

            await(
                    "the view says so",
                    () -> net.controller.switches().get(0).degraded().size() == 2);
            assertThat(net.controller.switches().get(0).degraded())
                    .anySatisfy(reason -> assertThat(reason).contains("no meters"))
                    .anySatisfy(reason -> assertThat(reason).contains("TCP flags"));
            plain.inject(2, BOB.arpFor(ANN));
            await(
                    "it forwards all the same",
                    () -> plain.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(2)));
        }
    }

    @Test
    void shouldSayThatASwitchHasNoGroups() throws Exception {
        try (TestNet net = new TestNet()) {
            net.connect(SwitchConfig.of(new Dpid(7), 2).withGroups(false));

            assertThat(net.controller.switches().get(0).degraded())
                    .containsExactly("has no select or fast-failover groups: one path to each destination");
        }
    }

    @Test
    void shouldSampleAndLearnFromPacketsOverAnAuxiliaryConnection() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(SwitchConfig.of(new Dpid(7), 2).withAuxiliaries(1));
            await(
                    "the auxiliary connection is there",
                    () -> net.controller.switches().get(0).session().auxiliaries() == 1);

            lan.inject(2, BOB.arpFor(ANN));

            await(
                    "Bob is known",
                    () -> lan.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(2)));
            lan.inject(1, ANN.udpTo(BOB, 5_000, 53));
            await(
                    "his packet is sampled",
                    () -> net.samples.stream()
                            .anyMatch(sample -> sample.kind == FlowSample.Kind.PACKET && sample.srcPort == 5_000));
            assertThat(net.counter("sentinel_openflow_auxiliary_dropped_total")).isZero();
        }
    }
}
