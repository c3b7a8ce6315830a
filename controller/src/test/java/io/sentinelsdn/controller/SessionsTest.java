package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.openflow.ConnectionLimits;
import io.sentinelsdn.controller.openflow.Patience;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.SwitchView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who may speak for a datapath id, how many may connect, and in which role we speak. */
class SessionsTest {
    private static final Dpid SEVEN = new Dpid(7);

    private static final Patience HASTE = new Patience(
            Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMillis(300));

    private static ControllerConfig hasty() {
        return TestNet.with(HASTE);
    }

    private static ControllerConfig limited(int total, int perAddress, int halfOpen) {
        ControllerConfig config = hasty();
        return config.withOpenFlow(config.openFlow().withLimits(new ConnectionLimits(total, perAddress, halfOpen)));
    }

    private static SwitchView view(TestNet net, Dpid dpid) {
        return net.controller.switches().stream()
                .filter(view -> view.dpid().equals(dpid))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isConnected(TestNet net, Dpid dpid) {
        return net.controller.switches().stream().anyMatch(view -> view.dpid().equals(dpid) && view.connected());
    }

    private static RawSwitch connect(TestNet net, long dpid) throws IOException {
        RawSwitch peer = RawSwitch.connect(net.controller.port(), dpid);
        await("switch is known", () -> isConnected(net, new Dpid(dpid)));
        return peer;
    }

    @Test
    void shouldRefuseASecondSwitchThatClaimsALiveDatapathId() throws Exception {
        try (TestNet net = new TestNet(hasty());
                RawSwitch first = connect(net, 7);
                RawSwitch second = RawSwitch.connect(net.controller.port(), 7)) {
            await("the second is closed", second::isClosed);

            assertThat(first.isClosed()).isFalse();
            assertThat(isConnected(net, SEVEN)).isTrue();
            assertThat(net.counter("sentinel_openflow_duplicates_total")).isEqualTo(1);
            await(
                    "it is reported",
                    () -> net.events.stream()
                            .anyMatch(event -> event instanceof Event.SwitchRefused refused
                                    && refused.dpid().equals(SEVEN)));
        }
    }

    @Test
    void shouldNotLetASwitchChangeItsDatapathId() throws Exception {
        try (TestNet net = new TestNet(hasty())) {
            try (RawSwitch turncoat = connect(net, 7)) {
                byte[] other = ByteBuffer.allocate(24)
                        .putLong(8)
                        .putInt(0)
                        .put((byte) 4)
                        .array();
                turncoat.send(RawSwitch.message(6, 0, other));
                int handshakeEnd = turncoat.first(RawSwitch.BARRIER_REQUEST).getInt(4);
                turncoat.send(RawSwitch.message(21, handshakeEnd));
                await("it was heard", () -> net.counter("sentinel_openflow_stray_replies_total") > 0);
            }
            await("it is gone", () -> !isConnected(net, SEVEN));

            try (RawSwitch honest = connect(net, 7)) {
                assertThat(honest.isClosed()).isFalse();
            }
            assertThat(net.controller.switches()).extracting(SwitchView::dpid).containsOnly(SEVEN);
        }
    }

    @Test
    void shouldReplaceASilentSwitchByOneThatClaimsItsDatapathId() throws Exception {
        try (TestNet net = new TestNet(hasty());
                RawSwitch first = connect(net, 7)) {
            first.fallSilent();
            try (RawSwitch second = RawSwitch.connect(net.controller.port(), 7)) {
                await("the silent one is closed", first::isClosed);
                await("the second is set up", () -> second.got(RawSwitch.FLOW_MOD) && isConnected(net, SEVEN));

                assertThat(second.isClosed()).isFalse();
                assertThat(net.counter("sentinel_openflow_duplicates_total")).isZero();
            }
        }
    }

    @Test
    void shouldNotTakeALateReplyForProofOfLife() throws Exception {
        try (TestNet net = new TestNet(hasty());
                RawSwitch first = connect(net, 7)) {
            first.fallSilent();
            try (RawSwitch second = RawSwitch.connect(net.controller.port(), 7)) {
                await("the second has shown itself", () -> second.got(RawSwitch.BARRIER_REQUEST));
                long echoes = first.count(RawSwitch.ECHO_REQUEST);
                await("the first is asked", () -> first.count(RawSwitch.ECHO_REQUEST) > echoes);
                first.send(RawSwitch.message(3, 0));

                await("the silent one is closed", first::isClosed);
                await("the second is set up", () -> second.got(RawSwitch.FLOW_MOD) && isConnected(net, SEVEN));
            }
        }
    }

    @Test
    void shouldTakeASwitchBackAtOnceAfterItsConnectionClosed() throws Exception {
        try (TestNet net = new TestNet(hasty())) {
            connect(net, 7).close();
            try (RawSwitch again = RawSwitch.connect(net.controller.port(), 7)) {
                await("it is set up", () -> again.got(RawSwitch.FLOW_MOD) && isConnected(net, SEVEN));

                assertThat(net.counter("sentinel_openflow_duplicates_total")).isZero();
            }
        }
    }

    @Test
    void shouldCloseAPeerThatTakesEverythingAndNeverAnswers() throws Exception {
        ControllerConfig config = TestNet.with(HASTE.withDeadAfter(Duration.ofSeconds(1)));
        try (TestNet net = new TestNet(config);
                RawSwitch peer = connect(net, 7)) {
            peer.fallSilent();

            await("it is closed", peer::isClosed);
            assertThat(peer.got(RawSwitch.ECHO_REQUEST)).isTrue();
            assertThat(net.counter("sentinel_openflow_dead_peers_total")).isEqualTo(1);
        }
    }

    @Test
    void shouldAttachAuxiliaryConnectionsToTheMainOne() throws Exception {
        try (TestNet net = new TestNet(hasty());
                RawSwitch main = connect(net, 7);
                RawSwitch auxiliary = RawSwitch.connect(net.controller.port(), 7, 1)) {
            await("it is counted", () -> view(net, SEVEN).session().auxiliaries() == 1);
            assertThat(net.controller.connectedSwitches()).isEqualTo(1);

            main.hangUp();

            await("it goes with the main one", auxiliary::isClosed);
        }
    }

    @Test
    void shouldCloseAnAuxiliaryConnectionWithoutAMainOne() throws Exception {
        ControllerConfig config =
                TestNet.with(HASTE.withHandshake(Duration.ofMillis(500)).withEchoInterval(Duration.ofMillis(100)));
        try (TestNet net = new TestNet(config);
                RawSwitch auxiliary = RawSwitch.connect(net.controller.port(), 7, 1)) {
            await("it is closed", auxiliary::isClosed);
            assertThat(net.controller.switches()).isEmpty();
        }
    }

    @Test
    void shouldRefuseMoreConnectionsFromOneAddressThanAllowed() throws Exception {
        try (TestNet net = new TestNet(limited(100, 3, 100));
                RawSwitch one = connect(net, 1);
                RawSwitch two = connect(net, 2);
                RawSwitch three = connect(net, 3)) {
            Socket fourth = new Socket(InetAddress.getLoopbackAddress(), net.controller.port());

            assertThat(fourth.getInputStream().read())
                    .as("closed without a word")
                    .isEqualTo(-1);
            assertThat(net.counter("sentinel_openflow_refused_total")).isEqualTo(1);
            assertThat(List.of(one.isClosed(), two.isClosed(), three.isClosed()))
                    .containsOnly(false);
        }
    }

    @Test
    void shouldKeepPlacesForSwitchesWhenOthersNeverSayAnything() throws Exception {
        try (TestNet net = new TestNet(limited(20, 100, 8));
                RawSwitch first = connect(net, 1)) {
            List<Socket> mute = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                mute.add(new Socket(InetAddress.getLoopbackAddress(), net.controller.port()));
            }

            await("old ones gave way", () -> net.counter("sentinel_openflow_half_open_dropped_total") >= 32);

            try (RawSwitch late = connect(net, 2)) {
                assertThat(first.isClosed()).isFalse();
                assertThat(late.isClosed()).isFalse();
            }
            for (Socket socket : mute) {
                socket.close();
            }
        }
    }

    @Test
    void shouldOnlyReadAsASlaveUntilItIsPromoted() throws Exception {
        ControllerConfig config = hasty();
        try (TestNet net = new TestNet(config.withOpenFlow(config.openFlow().withRole(ControllerRole.SLAVE)));
                RawSwitch peer = connect(net, 7)) {
            await("it is polled", () -> peer.count(18) > 6);
            assertThat(view(net, SEVEN).session().role()).isEqualTo(ControllerRole.SLAVE);
            assertThat(peer.got(RawSwitch.FLOW_MOD)).isFalse();

            ControllerRole granted =
                    net.controller.role(SEVEN, ControllerRole.MASTER).get(10, TimeUnit.SECONDS);

            assertThat(granted).isEqualTo(ControllerRole.MASTER);
            await("its tables are set up", () -> peer.got(RawSwitch.FLOW_MOD));
            await("it is shown", () -> view(net, SEVEN).session().role() == ControllerRole.MASTER);
        }
    }

    @Test
    void shouldTakeOverWithAHigherGenerationId() throws Exception {
        long ahead = System.currentTimeMillis() + 1_000_000_000L;
        try (TestNet net = new TestNet(hasty());
                RawSwitch peer = connect(net, 7)) {
            peer.knowsGeneration(ahead);

            net.controller.role(SEVEN, ControllerRole.MASTER).get(10, TimeUnit.SECONDS);

            assertThat(peer.last(RawSwitch.ROLE_REQUEST).getLong(16)).isGreaterThan(ahead);
        }
    }

    @Test
    void shouldBecomeASlaveWhenTheSwitchSaysSo() throws Exception {
        try (TestNet net = new TestNet(hasty());
                RawSwitch peer = connect(net, 7)) {
            peer.send(RawSwitch.message(RawSwitch.ERROR, 1, (byte) 0, (byte) 1, (byte) 0, (byte) 10));

            await("it is shown", () -> view(net, SEVEN).session().role() == ControllerRole.SLAVE);
        }
    }
}
