package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelsdn.cli.Main;
import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.cli.wiring.Platform;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.event.Event;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulateCommandTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int simulate(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 1];
        all[0] = "simulate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return commandLine.execute(all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --switches 0               | --switches must be between 1 and 5000: 0
            --flows -1                 | --flows must be between 0 and 1000000: -1
            --hosts-per-switch 0       | --hosts-per-switch must be between 1 and 1000: 0
            --ports 1 --attack syn-flood | --hosts-per-switch must be between 2 and 1000: 1
            --topology star            | --topology must be one of none, single, linear, tree, ring, leaf-spine, campus: star
            --topology ring            | --topology ring needs at least 3 switches: 1
            --attack smurf             | --attack must be one of syn-flood, udp-flood, icmp-flood, spoofed-syn-flood, dns-amplification, ntp-amplification, http-flood, slowloris, port-scan, table-exhaustion, ack-flood: smurf
            --attack-rate 0            | --attack-rate must be between 1 and 1000000: 0
            --benign-rate -5           | --benign-rate must be between 0 and 100000: -5
            --duration 0               | --duration must be between 1 and 86400: 0
            --duration 9 --ramp 9      | --ramp must be between 0 and 8, less than the duration: 9
            --port 70000               | --port must be between 1 and 65535: 70000
            --flow-cookie 5e17zz       | --flow-cookie must be a hexadecimal number: 5e17zz
            --flow-cookie 5e17         | --flow-cookie must have its low 20 bits 0: 5e17
            --flow-table 254           | --flow-table must be between 0 and 253: 254
            --tls-cert x.pem           | --tls-ca is needed for TLS
            --tls-ca nowhere.pem       | --tls-ca cannot be read: nowhere.pem
            """)
    void shouldRefuseBadUsageWithOneLineAndTwo(String arguments, String line) {
        assertThat(simulate(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines().findFirst()).contains("sentinel: " + line);
    }

    @Test
    void shouldRefuseAFileThatIsNoCertificate() throws IOException {
        Path file = Files.writeString(dir.resolve("ca.pem"), "nothing of the kind");

        assertThat(simulate("--tls-ca", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--tls-ca").contains(file.toString());
    }

    @Test
    void shouldFailWithOneLineWhenNobodyIsThere() throws IOException {
        int free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = probe.getLocalPort();
        }

        assertThat(simulate("--port", Integer.toString(free), "--duration", "1"))
                .isEqualTo(1);
        assertThat(err.toString().lines().filter(line -> line.startsWith("sentinel: ")))
                .containsExactly("sentinel: no switch reaches a controller at 127.0.0.1:" + free);
    }

    @Test
    void shouldReportStandingFlowsInTheClassThatTheControllerCounts() {
        assertThat(Long.parseUnsignedLong(SimulateCommand.COUNTED_COOKIE, 16)).isEqualTo(Cookies.FINE);
    }

    @Test
    void shouldLoadAndAttackAController() throws Exception {
        Settings settings = Settings.defaults(dir);
        for (Settings.Key key : List.of(Settings.Key.OF_PORT, Settings.Key.API_PORT)) {
            settings.put(key, "0", "test");
        }
        settings.put(Settings.Key.OF_HOST, "127.0.0.1", "test");
        Set<AttackType> detected = ConcurrentHashMap.newKeySet();
        AtomicInteger arrivals = new AtomicInteger();
        try (Platform platform = new Platform(settings)) {
            platform.events().subscribe(event -> {
                if (event instanceof Event.DetectionChanged change) {
                    detected.add(change.detection().type());
                } else if (event instanceof Event.SwitchChanged change && change.connected()) {
                    arrivals.incrementAndGet();
                }
            });
            platform.start();

            int code = simulate(
                    "--port",
                    Integer.toString(platform.openFlowPort()),
                    "--switches",
                    "5",
                    "--flows",
                    "300",
                    "--topology",
                    "linear",
                    "--attack",
                    "udp-flood",
                    "--attack-rate",
                    "3000",
                    "--duration",
                    "20",
                    "--ramp",
                    "1",
                    "--json");

            assertThat(err.toString()).doesNotContain("sentinel:");
            assertThat(code).isZero();
            assertThat(platform.traffic().flows())
                    .as("standing flows that the controller has counted")
                    .anyMatch(flow -> flow.dst().toString().startsWith("198.19."));
        }
        JsonNode summary = new ObjectMapper().readTree(out.toString());
        assertThat(arrivals).hasValueGreaterThanOrEqualTo(5);
        assertThat(summary.get("reached").asInt()).isEqualTo(5);
        assertThat(summary.get("entries_reported").asLong()).isGreaterThan(5 * 300);
        assertThat(summary.get("packet_ins").asLong()).isPositive();
        assertThat(summary.get("flow_mods").asLong()).isPositive();
        assertThat(summary.get("attack_sent").asLong()).isPositive();
        assertThat(summary.get("attack_dropped_percent").asDouble()).isPositive();
        assertThat(detected).contains(AttackType.UDP_FLOOD);
    }
}
