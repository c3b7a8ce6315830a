package io.sentinelsdn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MininetDemoTest {
    @TempDir
    Path home;

    private final StringWriter text = new StringWriter();
    private MininetDemo demo;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(home.resolve("mininet-topologies"));
        demo = new MininetDemo(home, new DemoScreen(new PrintWriter(text), List::of));
    }

    @Test
    void shouldSayWhyItCannotRun() throws Exception {
        assertThat(demo.hindrance()).contains("run-scenario is missing");
        harness("echo 'run-scenario: must run as root: it makes network namespaces'; exit 1");
        assertThat(demo.hindrance()).isEqualTo("must run as root: it makes network namespaces");
        harness("exit 0");
        assertThat(demo.hindrance()).isEmpty();
    }

    @Test
    void shouldPassPortsOnAndReturnResults() throws Exception {
        harness("""
                echo '{"event":"phase","phase":"connect"}'
                echo "{\\"event\\":\\"result\\",\\"result\\":{\\"scenario\\":\\"$*\\",\\"failures\\":[]}}"
                """);
        List<AttackOutcome> outcomes = demo.run(6653, 8080, List.of("--rate", "500"));
        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.scenario())
                    .isEqualTo("--events --of-port 6653 --api-url http://127.0.0.1:8080 --rate 500");
            assertThat(outcome.passed()).isTrue();
        });
        assertThat(text.toString()).contains("A network on Open vSwitch");
    }

    @Test
    void shouldNotTakeSilenceForSuccess() throws Exception {
        harness("exit 3");
        assertThatThrownBy(() -> demo.run(1, 2, List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exit code 3");
    }

    private void harness(String body) throws IOException {
        Path script = home.resolve("mininet-topologies").resolve("run-scenario");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }
}
