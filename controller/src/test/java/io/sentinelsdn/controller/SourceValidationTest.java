package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.controller.forwarding.ForwardingConfig;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SourceValidationTest {
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);
    private static final Station EVE = new Station(3);

    private static TestNet validating() throws Exception {
        return new TestNet(ControllerConfig.defaults()
                .withLinkProbeMs(100)
                .withForwarding(ForwardingConfig.defaults().withSourceValidation(true)));
    }

    /** Ann at port 1, Bob at port 2, both known. */
    private static EmulatedSwitch lan(TestNet net) {
        EmulatedSwitch lan = net.connect(1, 3);
        await("Ann and Bob are validated", () -> {
            lan.inject(1, ANN.arpFor(BOB));
            lan.inject(2, BOB.arpFor(ANN));
            return passes(lan, 1, ANN, ANN.v4())
                    && passes(lan, 2, BOB, BOB.v4())
                    && !passes(lan, 1, ANN, EVE.v4())
                    && !passes(lan, 2, BOB, EVE.v4());
        });
        return lan;
    }

    private static byte[] ping(int port, Station from, IpAddress source) {
        Station to = port == 2 ? ANN : BOB;
        return Frames.ping(from.to(to), source, source.isV4() ? to.v4() : to.v6(), 1, 1, 56);
    }

    private static boolean passes(EmulatedSwitch lan, int port, Station from, IpAddress source) {
        return !lan.probe(port, ping(port, from, source)).outputPorts().isEmpty();
    }

    @Test
    void shouldDropWhatComesFromSourcesThatAreNotKnownAtThePort() throws Exception {
        try (TestNet net = validating()) {
            EmulatedSwitch lan = lan(net);

            assertThat(passes(lan, 1, ANN, IpAddress.parse("192.0.2.1"))).isFalse();
            assertThat(passes(lan, 1, ANN, BOB.v4()))
                    .as("the address of another port")
                    .isFalse();
            assertThat(passes(lan, 1, EVE, ANN.v4()))
                    .as("another Ethernet address")
                    .isFalse();
            assertThat(passes(lan, 1, ANN, IpAddress.parse("2001:db8::1"))).isFalse();
            assertThat(passes(lan, 3, EVE, IpAddress.parse("192.0.2.1")))
                    .as("nobody is known at port 3")
                    .isTrue();
        }
    }

    @Test
    void shouldBeSwitchedOffAndOnWhileItRuns() throws Exception {
        try (TestNet net = validating()) {
            EmulatedSwitch lan = lan(net);

            net.controller.change(ControllerConfig.defaults());
            await("everything passes", () -> passes(lan, 1, ANN, EVE.v4()) && passes(lan, 2, BOB, EVE.v4()));

            net.controller.change(ControllerConfig.defaults()
                    .withForwarding(ForwardingConfig.defaults().withSourceValidation(true)));
            await(
                    "foreign sources are dropped",
                    () -> !passes(lan, 1, ANN, EVE.v4()) && !passes(lan, 2, BOB, EVE.v4()));
            assertThat(passes(lan, 1, ANN, ANN.v4())).isTrue();
        }
    }

    @Test
    void shouldLetPassWhatAHostNeedsToBecomeKnown() throws Exception {
        try (TestNet net = validating()) {
            EmulatedSwitch lan = lan(net);

            for (String source : new String[] {"0.0.0.0", "169.254.7.7", "::", "fe80::1"}) {
                assertThat(passes(lan, 1, EVE, IpAddress.parse(source)))
                        .as(source)
                        .isTrue();
            }
            assertThat(lan.probe(1, EVE.arpFor(BOB)).outputPorts()).isNotEmpty();
            byte[] asks = Frames.neighborSolicitation(ANN.mac(), ANN.v6(), BOB.v6());
            assertThat(lan.probe(1, asks).outputPorts()).isNotEmpty();

            await("Ann's IPv6 address is known", () -> {
                lan.inject(1, asks);
                return passes(lan, 1, ANN, ANN.v6());
            });
        }
    }

    @Test
    void shouldTakeAHostThatMovesAndNoLongerWhereItWas() throws Exception {
        try (TestNet net = validating()) {
            EmulatedSwitch lan = lan(net);
            await("Eve is known beside Ann", () -> {
                lan.inject(1, EVE.arpFor(BOB));
                return passes(lan, 1, EVE, EVE.v4());
            });

            await("Eve has moved to Bob's port", () -> {
                lan.inject(2, EVE.arpFor(ANN));
                return passes(lan, 2, EVE, EVE.v4()) && !passes(lan, 1, EVE, EVE.v4());
            });
            assertThat(passes(lan, 1, ANN, ANN.v4())).isTrue();
            assertThat(passes(lan, 2, BOB, BOB.v4())).isTrue();
        }
    }

    @Test
    void shouldCountAndReportWhatIsDropped() throws Exception {
        try (TestNet net = validating()) {
            EmulatedSwitch lan = lan(net);

            lan.inject(1, ping(1, ANN, IpAddress.parse("192.0.2.1")), 500);

            await("all are counted", () -> net.counter("sentinel_spoofed_packets_total") >= 500);
            await(
                    "they are reported",
                    () -> net.events.stream()
                            .anyMatch(event -> event instanceof Event.SourcesSpoofed spoofed && spoofed.port() == 1));
            await(
                    "the view tells",
                    () -> net.controller.switches().get(0).degraded().stream()
                            .anyMatch(text -> text.startsWith("port 1: ")));
        }
    }

    @Test
    void shouldNotValidateAPortWithMoreSourcesThanThereIsRoomFor() throws Exception {
        try (TestNet net = validating()) {
            EmulatedSwitch lan = lan(net);
            AtomicInteger turn = new AtomicInteger();

            await("port 1 takes everything", () -> {
                lan.inject(1, new Station(10 + turn.getAndIncrement() % 41).arpFor(BOB));
                return passes(lan, 1, ANN, IpAddress.parse("192.0.2.1"));
            });
            assertThat(passes(lan, 2, BOB, IpAddress.parse("192.0.2.1"))).isFalse();
        }
    }

    @Test
    void shouldValidateNothingUnlessAsked() throws Exception {
        try (TestNet net = new TestNet(ControllerConfig.defaults().withLinkProbeMs(100))) {
            EmulatedSwitch lan = net.connect(1, 3);
            lan.inject(1, ANN.arpFor(BOB));
            await("Ann is known", () -> net.controller.attachment(ANN.v4()).isPresent());
            lan.inject(2, BOB.arpFor(ANN));
            await("Bob is known", () -> net.controller.attachment(BOB.v4()).isPresent());

            assertThat(passes(lan, 1, ANN, IpAddress.parse("192.0.2.1"))).isTrue();
        }
    }
}
