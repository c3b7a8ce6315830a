package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.flow.FlowSample.Kind;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.frame.TcpFlags;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);

    private static boolean sampled(TestNet net, Kind kind, Predicate<FlowSample> condition) {
        return net.samples.stream().anyMatch(sample -> sample.kind == kind && condition.test(sample));
    }

    private static SwitchView view(TestNet net) {
        return net.controller.switches().get(0);
    }

    @Test
    void shouldCountEverySynExactlyAndSampleSome() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);

            lan.inject(1, ANN.synTo(BOB, 40_000, 80), 5_000);
            lan.inject(1, Frames.syn(ANN.to(BOB), ANN.v6(), BOB.v6(), 40_000, 80), 7_000);

            await(
                    "all SYNs are counted",
                    () -> sampled(net, Kind.SYN_COUNT, s -> s.inPort == 1 && s.packets == 12_000));
            await(
                    "a SYN is sampled",
                    () -> sampled(
                            net,
                            Kind.PACKET,
                            s -> s.tcpFlags == TcpFlags.SYN
                                    && s.dstPort == 80
                                    && s.dst().equals(BOB.v4())));
            assertThat(view(net).monitorEntries())
                    .as("a SYN never takes table space")
                    .isZero();
        }
    }

    @Test
    void shouldSampleTheReservedProtocolWithoutAnEntry() throws Exception {
        try (Alarms alarms = new Alarms();
                TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            byte[] strange = ANN.pingTo(BOB);
            strange[14 + 9] = (byte) 255;

            lan.inject(1, strange);

            await("it is sampled", () -> sampled(net, Kind.PACKET, s -> s.dst().equals(BOB.v4())));
            await(
                    "its switch is still polled",
                    () -> view(net).connected() && view(net).flowEntries() > 0);
            assertThat(view(net).monitorEntries()).isZero();
            assertThat(alarms.heard()).isEmpty();
        }
    }

    @Test
    void shouldCountAFlowOnceItIsEstablished() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            byte[] data = Frames.tcp(ANN.to(BOB), ANN.v4(), BOB.v4(), 40_000, 80, 2, 2, TcpFlags.ACK, new byte[100]);

            lan.inject(1, data);
            await("the flow has an entry", () -> view(net).monitorEntries() == 1);
            lan.inject(1, data, 999);

            await(
                    "it is counted",
                    () -> sampled(
                            net,
                            Kind.FLOW,
                            s -> s.packets == 999
                                    && s.srcPort == 40_000
                                    && s.src().equals(ANN.v4())));
        }
    }

    @Test
    void shouldReportFinalCountsOfAFlowThatEnds() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            lan.inject(1, ANN.udpTo(BOB, 5_000, 53));
            await("the flow has an entry", () -> view(net).monitorEntries() == 1);
            lan.inject(1, ANN.udpTo(BOB, 5_000, 53), 41);

            await("it idles out", () -> sampled(net, Kind.FLOW_END, s -> s.packets == 41 && s.dstPort == 53));
            await("its slot is free", () -> view(net).monitorEntries() == 0);
        }
    }

    @Test
    void shouldFallBackToCoarseCountingUnderManyFiveTuples() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            Random ports = new Random(7);

            await("the port is coarse", () -> {
                for (int i = 0; i < 200; i++) {
                    lan.inject(1, ANN.udpTo(BOB, 1_024 + ports.nextInt(60_000), 53), 5);
                }
                return view(net).coarsePorts().contains(1);
            });
            await("the destination is counted", () -> {
                lan.inject(1, ANN.udpTo(BOB, 1_024 + ports.nextInt(60_000), 53), 10);
                return sampled(net, Kind.COARSE, s -> s.dst().equals(BOB.v4()) && s.protocol == 17 && s.packets > 100);
            });
            assertThat(view(net).monitorEntries()).isLessThanOrEqualTo(2_000);
            assertThat(lan.flows().size()).isLessThan(2_100);
        }
    }
}
