package io.sentinelsdn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int sentinel(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void shouldExplainItself() {
        assertThat(sentinel("--help")).isZero();
        assertThat(out.toString())
                .contains("run")
                .contains("train")
                .contains("demo")
                .contains("simulate");
        assertThat(sentinel("run", "--help")).isZero();
        assertThat(out.toString()).contains("--of-port").contains("6653");
        assertThat(sentinel("--version")).isZero();
        assertThat(out.toString()).contains("sentinel ");
    }

    @Test
    void shouldRefuseBadUsageWithTwo() {
        List<String[]> badUsages = new ArrayList<>();
        badUsages.add(new String[] {"run", "--of-prt", "1"});
        badUsages.add(new String[] {"run", "--of-port", "70000", "--data-dir", dir.toString()});
        badUsages.add(new String[] {"run", "--mitigation-mode", "maybe", "--data-dir", dir.toString()});
        badUsages.add(new String[] {"run", "--profile", "nowhere.yaml", "--data-dir", dir.toString()});
        badUsages.add(new String[] {"fly"});
        for (String[] badUsage : badUsages) {
            err.getBuffer().setLength(0);
            assertThat(sentinel(badUsage)).as(String.join(" ", badUsage)).isEqualTo(2);
            assertThat(err.toString()).startsWith("sentinel: ").doesNotContain("\tat ");
        }
    }

    @Test
    void shouldFailWithOneLineWhenThePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int code = sentinel(
                    "run",
                    "--of-host",
                    "127.0.0.1",
                    "--of-port",
                    Integer.toString(taken.getLocalPort()),
                    "--data-dir",
                    dir.toString());

            assertThat(code).isEqualTo(1);
            assertThat(err.toString().lines()).hasSize(1);
            assertThat(err.toString()).contains(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void shouldFailWithOneLineWhenTheDataFolderIsAFile() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "x");

        assertThat(sentinel("run", "--of-port", "0", "--data-dir", file.toString()))
                .isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(file.toString());
    }
}
