package io.sentinelsdn.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.FailMode;
import io.sentinelsdn.ovsdb.client.Datum;
import io.sentinelsdn.ovsdb.client.FakeServer;
import io.sentinelsdn.ovsdb.client.Operation;
import io.sentinelsdn.ovsdb.client.OvsdbLimits;
import io.sentinelsdn.ovsdb.client.OvsdbTarget;
import io.sentinelsdn.ovsdb.client.OvsdbTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OvsdbTest {
    private static final Dpid BRIDGE = new Dpid(0xaa);

    @TempDir
    private Path folder;

    private static Ovsdb reading(OvsdbTls tls, OvsdbTarget... targets) {
        OvsdbLimits quick = new OvsdbLimits(100_000, 100, 8, 20_000, 20_000, 20, 100);
        Ovsdb ovsdb = new Ovsdb(new OvsdbConfig(List.of(targets), false, tls, quick), new Counters());
        ovsdb.start();
        return ovsdb;
    }

    private static String add(FakeServer server, Map<String, JsonNode> row) {
        JsonNode results = server.change(Operation.insert("Bridge", row, null));
        return Datum.uuids(results.get(0).get("uuid")).get(0);
    }

    private static void set(FakeServer server, String uuid, String column, JsonNode value) {
        server.change(Operation.update("Bridge", uuid, Map.of(column, value)));
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    private static void awaitMode(Ovsdb ovsdb, FailMode mode) {
        await("the mode is " + mode, () -> ovsdb.of(BRIDGE) == mode);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void shouldKnowTheFailModeOfABridgeAsItChanges() throws Exception {
        try (FakeServer server = new FakeServer();
                Ovsdb ovsdb = reading(null, server.target("tcp"))) {
            assertThat(ovsdb.of(BRIDGE)).isEqualTo(FailMode.UNKNOWN);

            String uuid = add(server, Map.of("name", text("br0")));
            set(server, uuid, "datapath_id", text("00000000000000aa"));
            awaitMode(ovsdb, FailMode.STANDALONE);
            set(server, uuid, "fail_mode", text("secure"));
            awaitMode(ovsdb, FailMode.SECURE);
            set(server, uuid, "fail_mode", text("standalone"));
            awaitMode(ovsdb, FailMode.STANDALONE);
            server.stop();
            awaitMode(ovsdb, FailMode.UNKNOWN);
            assertThat(ovsdb.connectedDatabases()).isZero();
        }
    }

    @Test
    void shouldBelieveTheWorseOfTwoDatabases() throws Exception {
        Map<String, JsonNode> bridge =
                Map.of("name", text("br0"), "datapath_id", text("00000000000000aa"), "fail_mode", text("secure"));
        try (FakeServer one = new FakeServer();
                FakeServer other = new FakeServer()) {
            add(one, bridge);
            String second = add(other, bridge);
            try (Ovsdb ovsdb = reading(null, one.target("tcp"), other.target("tcp"))) {
                await("both are read", () -> ovsdb.connectedDatabases() == 2);
                assertThat(ovsdb.of(BRIDGE)).isEqualTo(FailMode.SECURE);

                set(other, second, "fail_mode", Datum.set(List.of()));
                awaitMode(ovsdb, FailMode.STANDALONE);
                other.change(Operation.delete("Bridge", second));
                awaitMode(ovsdb, FailMode.SECURE);
            }
        }
    }

    @Test
    void shouldSpeakTlsAndBelieveOnlyItsOwnCa() throws Exception {
        TestKeys keys = new TestKeys(folder, "us", "them", "stranger");
        SSLServerSocketFactory sockets = keys.server("them", "us").getServerSocketFactory();
        try (FakeServer server = new FakeServer(true, new Demanding(sockets), 0)) {
            add(server, Map.of("name", text("br0"), "datapath_id", text("00000000000000aa")));
            OvsdbTls believes = new OvsdbTls(keys.certificate("us"), keys.key("us"), keys.certificate("them"));
            OvsdbTls doubts = new OvsdbTls(keys.certificate("us"), keys.key("us"), keys.certificate("stranger"));
            OvsdbTls unknown =
                    new OvsdbTls(keys.certificate("stranger"), keys.key("stranger"), keys.certificate("them"));
            try (Ovsdb deceived = reading(doubts, server.target("ssl"));
                    Ovsdb intruder = reading(unknown, server.target("ssl"));
                    Ovsdb ovsdb = reading(believes, server.target("ssl"))) {
                awaitMode(ovsdb, FailMode.STANDALONE);
                await("the others have tried", () -> server.connections() >= 5);
                assertThat(deceived.of(BRIDGE)).isEqualTo(FailMode.UNKNOWN);
                assertThat(intruder.of(BRIDGE)).isEqualTo(FailMode.UNKNOWN);
            }
        }
    }

    @Test
    void shouldRefuseTlsWithoutFilesAndTooManyTargets() {
        OvsdbTarget local = OvsdbTarget.parse(OvsdbConfig.LOCAL);
        assertThatThrownBy(() -> OvsdbConfig.at(List.of(OvsdbTarget.parse("ssl:10.0.0.1:6640")), null))
                .hasMessageContaining("need a certificate");
        assertThatThrownBy(() -> OvsdbConfig.at(Collections.nCopies(65, local), null))
                .hasMessageContaining("64 database servers at most: 65");
    }

    /** Sockets that want a certificate of the client. */
    private static final class Demanding extends javax.net.ServerSocketFactory {
        private final SSLServerSocketFactory sockets;

        Demanding(SSLServerSocketFactory sockets) {
            this.sockets = sockets;
        }

        @Override
        public java.net.ServerSocket createServerSocket(int port, int backlog, java.net.InetAddress address)
                throws java.io.IOException {
            SSLServerSocket socket = (SSLServerSocket) sockets.createServerSocket(port, backlog, address);
            socket.setNeedClientAuth(true);
            return socket;
        }

        @Override
        public java.net.ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.net.ServerSocket createServerSocket(int port, int backlog) {
            throw new UnsupportedOperationException();
        }
    }
}
