package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.controller.openflow.Patience;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Peers that do not speak OpenFlow 1.3 cost themselves the connection and nobody else anything. */
class HostilePeerTest {
    private static final int ERROR = 1;
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Sends the bytes and answers the types of the messages that come back until the connection is closed. */
    private static List<Integer> answersTo(TestNet net, byte[] sent, boolean hangUp) throws IOException {
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), net.controller.port())) {
            peer.setSoTimeout(20_000);
            peer.getOutputStream().write(sent);
            if (hangUp) {
                peer.shutdownOutput();
            }
            List<Integer> types = new ArrayList<>();
            InputStream in = peer.getInputStream();
            byte[] header = new byte[8];
            while (in.readNBytes(header, 0, 8) == 8) {
                types.add((int) header[1]);
                in.skipNBytes(((header[2] & 0xff) << 8 | (header[3] & 0xff)) - 8);
            }
            return types;
        }
    }

    @Test
    void shouldAnswerGarbageWithAnErrorAndClose() throws Exception {
        try (TestNet net = new TestNet()) {
            assertThat(answersTo(
                            net, "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), false))
                    .contains(ERROR);
            assertThat(answersTo(net, bytes(4, 0, 0, 3, 0, 0, 0, 1), false))
                    .as("lying length")
                    .contains(ERROR);
            assertThat(answersTo(net, bytes(1, 0, 0, 8, 0, 0, 0, 1), false))
                    .as("OpenFlow 1.0")
                    .contains(ERROR);
            assertThat(net.counter("sentinel_openflow_malformed_total")).isEqualTo(3);
        }
    }

    @Test
    void shouldIgnoreStatisticsBeforeTheHandshakeEnds() throws Exception {
        try (Alarms alarms = new Alarms();
                TestNet net = new TestNet()) {
            for (int multipart : new int[] {1, 3, 4, 7, 9}) {
                ByteBuffer sent = ByteBuffer.allocate(8 + 16 + 112);
                sent.put(RawSwitch.message(0, 0)).put(bytes(4, 19, 0, 128, 0, 0, 0, 0));
                sent.putShort((short) multipart).putShort(24, (short) 112).putShort(28, (short) 112);
                answersTo(net, sent.array(), true);
            }

            assertThat(net.counter("sentinel_openflow_stray_replies_total")).isEqualTo(5);
            assertThat(alarms.heard()).isEmpty();
        }
    }

    @Test
    void shouldGiveUpOnAHalfOpenHandshake() throws Exception {
        ControllerConfig config = TestNet.with(new Patience(
                Duration.ofMillis(300), Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(1)));
        try (TestNet net = new TestNet(config)) {
            answersTo(net, new byte[0], false);

            assertThat(net.counter("sentinel_openflow_handshake_timeouts_total"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldServeOthersWhileOneSendsNonsense() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch good = net.connect(1, 2);
            Random random = new Random(42);
            for (int connection = 0; connection < 200; connection++) {
                byte[] nonsense = new byte[256];
                random.nextBytes(nonsense);
                nonsense[0] = 4;
                nonsense[1] = (byte) random.nextInt(30);
                nonsense[2] = 0;
                answersTo(net, nonsense, true);
            }

            assertThat(net.counter("sentinel_openflow_malformed_total")).isGreaterThan(100);
            assertThat(net.counter("sentinel_control_failures_total")).isZero();
            good.inject(2, BOB.arpFor(ANN));
            await(
                    "the good switch is still served",
                    () -> good.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(2)));
        }
    }
}
