package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PoliciesCommandTest {
    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(new StringWriter()));
        return line.execute(arguments);
    }

    @Test
    void shouldCompareBothAndPlotIt(@TempDir Path folder) throws Exception {
        Path plot = folder.resolve("policies.svg");

        assertThat(run("policies", "--incidents", "500", "--out", plot.toString()))
                .isZero();
        assertThat(out.toString()).contains("mean reward ladder").contains("mean reward rl");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(Files.newInputStream(plot))
                        .getElementsByTagName("path")
                        .getLength())
                .isGreaterThan(6);
    }

    @Test
    void shouldRefuseNoIncidents() {
        assertThat(run("policies", "--incidents", "0")).isEqualTo(2);
    }
}
