package io.sentinelsdn.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.PortQueues.PortQos;
import io.sentinelsdn.domain.spi.PortQueues.QueueSpec;
import io.sentinelsdn.domain.spi.PortQueues.State;
import io.sentinelsdn.ovsdb.client.OvsdbLimits;
import io.sentinelsdn.ovsdb.client.OvsdbTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues in the database of ovsdb-server with the schema of Open vSwitch, its own socket and files; no root needed. */
class PortQueuesTest {
    private static final Path SCHEMA = Path.of("/usr/share/openvswitch/vswitch.ovsschema");
    private static final Dpid BRIDGE = new Dpid(0xaa);
    private static final Map<Integer, QueueSpec> TWO =
            Map.of(0, new QueueSpec(0, 0, 7, "none"), 3, new QueueSpec(1_000_000, 2_000_000, 2, "s-3"));

    @TempDir
    private Path folder;

    private Process server;
    private Ovsdb ovsdb;

    @BeforeEach
    void startServer() throws Exception {
        assumeTrue(Files.exists(SCHEMA), "Open vSwitch is not installed: no " + SCHEMA);
        run("ovsdb-tool", "create", file("conf.db"), SCHEMA.toString());
        serve();
        vsctl("--", "init", "--", "add-br", "br0", "--", "set", "bridge", "br0", "datapath_id=00000000000000aa");
        vsctl("--", "add-port", "br0", "p1", "--", "set", "interface", "p1", "ofport=1");
        vsctl("--", "add-port", "br0", "p2", "--", "set", "interface", "p2", "ofport=2");
        ovsdb = connect();
    }

    @AfterEach
    void stopServer() throws Exception {
        if (ovsdb != null) {
            ovsdb.close();
        }
        if (server != null) {
            stop();
        }
    }

    private Ovsdb connect() {
        OvsdbLimits quick = new OvsdbLimits(1_000_000, 1_000, 64, 20_000, 20_000, 20, 100);
        OvsdbTarget target = OvsdbTarget.parse("unix:" + file("db.sock"));
        Ovsdb connected = new Ovsdb(new OvsdbConfig(List.of(target), false, null, quick), new Counters());
        connected.start();
        return connected;
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

    private void stop() throws Exception {
        server.destroy();
        assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String vsctl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--no-wait", "--db=unix:" + file("db.sock")));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private void want(Map<Integer, PortQos> ports) {
        ovsdb.want(Map.of(BRIDGE, ports));
        await(
                "queues are settled",
                () -> ovsdb.queueStates()
                        .getOrDefault(BRIDGE, new State(false, null))
                        .settled());
    }

    private long rows(String table) throws Exception {
        return vsctl("--bare", "--columns=_uuid", "list", table)
                .lines()
                .filter(line -> !line.isBlank())
                .count();
    }

    @Test
    void shouldMakeChangeAndDeleteTheQueuesOfAPort() throws Exception {
        want(Map.of(1, new PortQos(5_000_000, TWO)));

        String qos = vsctl("get", "port", "p1", "qos");
        assertThat(vsctl("get", "qos", qos, "type")).isEqualTo("linux-htb");
        assertThat(vsctl("get", "qos", qos, "other_config:max-rate")).isEqualTo("\"5000000\"");
        String queue = vsctl("get", "qos", qos, "queues:3");
        assertThat(vsctl("get", "queue", queue, "other_config"))
                .isEqualTo("{max-rate=\"2000000\", min-rate=\"1000000\", priority=\"2\"}");
        assertThat(rows("qos")).isEqualTo(1);
        assertThat(rows("queue")).isEqualTo(2);

        want(Map.of(1, new PortQos(5_000_000, Map.of(3, new QueueSpec(0, 4_000_000, 0, "s-3")))));
        assertThat(vsctl("get", "queue", queue, "other_config")).isEqualTo("{max-rate=\"4000000\", priority=\"0\"}");
        assertThat(rows("queue")).isEqualTo(1);

        want(Map.of());
        assertThat(vsctl("get", "port", "p1", "qos")).isEqualTo("[]");
        assertThat(rows("qos") + rows("queue")).isZero();
    }

    @Test
    void shouldLeaveExactlyOneSetWhoeverStartsAnew() throws Exception {
        Map<Integer, PortQos> both = Map.of(1, new PortQos(0, TWO), 2, new PortQos(0, TWO));
        want(both);

        ovsdb.close();
        ovsdb = connect();
        want(both);
        assertThat(rows("qos")).isEqualTo(2);
        assertThat(rows("queue")).isEqualTo(4);

        stop();
        Files.deleteIfExists(folder.resolve("db.sock"));
        await("the database is away", () -> ovsdb.queueStates().isEmpty());
        serve();
        await(
                "queues are settled again",
                () -> ovsdb.queueStates()
                        .getOrDefault(BRIDGE, new State(false, null))
                        .settled());
        assertThat(rows("qos")).isEqualTo(2);
        assertThat(rows("queue")).isEqualTo(4);
    }

    @Test
    void shouldPutBackWhatSomebodyDeletesAndTakeAwayWhatIsTwice() throws Exception {
        want(Map.of(1, new PortQos(0, TWO)));
        String qos = vsctl("get", "port", "p1", "qos");

        vsctl("--", "clear", "port", "p1", "qos", "--", "destroy", "qos", qos);
        vsctl("--", "create", "queue", "external_ids:sentinel-slices=00000000000000aa\\:1\\:3");
        await("one set is there", () -> {
            try {
                return !vsctl("get", "port", "p1", "qos").equals("[]") && rows("qos") == 1 && rows("queue") == 2;
            } catch (Exception gone) {
                throw new AssertionError(gone);
            }
        });
    }

    @Test
    void shouldLeaveRowsOfOthersAlone() throws Exception {
        vsctl("--", "set", "port", "p2", "qos=@q", "--", "--id=@q", "create", "qos", "type=linux-hfsc");
        ovsdb.want(Map.of(BRIDGE, Map.of(1, new PortQos(0, TWO), 2, new PortQos(0, TWO))));

        await(
                "it says who is in the way",
                () -> ovsdb.queueStates().containsKey(BRIDGE)
                        && "port p2 has a QoS of somebody else"
                                .equals(ovsdb.queueStates().get(BRIDGE).trouble()));
        want(Map.of());
        assertThat(vsctl("get", "qos", vsctl("get", "port", "p2", "qos"), "type"))
                .isEqualTo("linux-hfsc");
        assertThat(rows("qos")).isEqualTo(1);
    }
}
