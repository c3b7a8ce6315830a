package io.sentinelsdn.ovsdb.client;

import static io.sentinelsdn.ovsdb.client.ClientFixture.await;
import static io.sentinelsdn.ovsdb.client.ClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against ovsdb-server with the schema of Open vSwitch, its own unix socket and its own files; no root needed. */
class RealServerTest {
    private static final Path SCHEMA = Path.of("/usr/share/openvswitch/vswitch.ovsschema");

    @TempDir
    private Path folder;

    private Process server;

    @BeforeEach
    void startServer() throws Exception {
        assumeTrue(Files.exists(SCHEMA), "Open vSwitch is not installed: no " + SCHEMA);
        run("ovsdb-tool", "create", file("conf.db"), SCHEMA.toString());
        serve();
        vsctl("--", "init", "--", "add-br", "br0", "--", "set", "bridge", "br0", "datapath_id=00000000000000aa");
    }

    private void serve() throws Exception {
        server = new ProcessBuilder(
                        "ovsdb-server",
                        "--remote=punix:" + file("db.sock"),
                        "--unixctl=" + file("ctl"),
                        "--no-chdir",
                        "--log-file=/dev/null",
                        file("conf.db"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await("the server listens", () -> Files.exists(folder.resolve("db.sock")));
    }

    @AfterEach
    void stopServer() throws Exception {
        if (server != null) {
            server.destroy();
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private OvsdbTarget target() {
        return OvsdbTarget.parse("unix:" + file("db.sock"));
    }

    @Test
    void shouldFollowTheFailModeOfABridge() throws Exception {
        try (ClientFixture client = wide().connected()) {
            assertThat(client.bridge("br0").text("fail_mode")).isNull();
            assertThat(client.bridge("br0").text("datapath_id")).isEqualTo("00000000000000aa");

            vsctl("set-fail-mode", "br0", "secure");
            client.awaitFailMode("br0", "secure");
            vsctl("set-fail-mode", "br0", "standalone");
            client.awaitFailMode("br0", "standalone");
            vsctl("del-fail-mode", "br0");
            await("it has none", () -> client.bridge("br0").text("fail_mode") == null);
            vsctl("del-br", "br0");
            await("the bridge is gone", () -> client.bridges.rows().isEmpty());
        }
    }

    @Test
    void shouldUnderstandDifferencesOfSetsAndMaps() throws Exception {
        try (ClientFixture client = wide().connected()) {
            vsctl("set", "bridge", "br0", "flood_vlans=1,2", "external_ids:stays=1", "external_ids:changes=1");
            vsctl("set", "bridge", "br0", "flood_vlans=2,3", "external_ids:changes=2", "external_ids:comes=1");
            vsctl("set-fail-mode", "br0", "secure");

            client.awaitChangedBridge();
        }
    }

    @Test
    void shouldMakeAndRemoveAQueueItOwns() throws Exception {
        try (ClientFixture client = wide().connected()) {
            JsonNode mine = Datum.textMap(Map.of("sentinel", "slice-a"));
            List<JsonNode> made = client.client
                    .transact(
                            "Open_vSwitch",
                            List.of(
                                    Operation.insert("Queue", Map.of("external_ids", mine), "q"),
                                    Operation.insert(
                                            "QoS",
                                            Map.of(
                                                    "type",
                                                    text("linux-htb"),
                                                    "queues",
                                                    Datum.map(Map.of(
                                                            com.fasterxml.jackson.databind.node.IntNode.valueOf(1),
                                                            Datum.namedUuid("q")))),
                                            null)),
                            "sentinel: queue of a slice")
                    .get(20, TimeUnit.SECONDS);
            assertThat(vsctl("--bare", "--columns=external_ids", "list", "queue"))
                    .contains("sentinel=slice-a");

            String qos = Datum.uuids(made.get(1).get("uuid")).get(0);
            String queue = Datum.uuids(made.get(0).get("uuid")).get(0);
            client.client
                    .transact(
                            "Open_vSwitch",
                            List.of(Operation.delete("QoS", qos), Operation.delete("Queue", queue)),
                            "sentinel: gone")
                    .get(20, TimeUnit.SECONDS);
            assertThat(vsctl("--bare", "list", "queue")).isBlank();
        }
    }

    @Test
    void shouldComeBackAfterARestartOfTheServer() throws Exception {
        try (ClientFixture client = wide().connected()) {
            stopServer();
            await("nothing is known", () -> client.bridges.rows().isEmpty());
            Files.deleteIfExists(folder.resolve("db.sock"));
            serve();
            await("the bridge is known again", () -> client.bridge("br0") != null);
        }
    }

    /** With room for the schema of Open vSwitch. */
    private ClientFixture wide() {
        return new ClientFixture(target(), new OvsdbLimits(1 << 20, 100, 8, 20_000, 20_000, 20, 100), null, "Bridge");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String vsctl(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("ovs-vsctl", "--no-wait", "--timeout=20", "--db=unix:" + file("db.sock")));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", command), output)
                .isZero();
        return output;
    }
}
