package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelsdn.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DetectCommandTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(Stream.concat(Stream.of(arguments), Stream.of("--data-dir", dir.toString()))
                .toArray(String[]::new));
    }

    /** Two seconds of a SYN flood from many sources to 10.0.0.2. */
    private Path capture() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(101);
        for (int i = 0; i < 4000; i++) {
            file.putInt(1000 + i / 2000).putInt(i % 2000 * 500).putInt(40).putInt(40);
            file.order(ByteOrder.BIG_ENDIAN).putInt(0x45000028).putInt(i << 16).putInt(0x40060000);
            file.putInt(0x0a000100 + i % 4)
                    .putInt(0x0a000002)
                    .putShort((short) 5000)
                    .putShort((short) 80);
            file.putLong(0).putInt(0x50020000).putInt(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        return Files.write(dir.resolve("flood.pcap"), Arrays.copyOf(file.array(), file.position()));
    }

    @Test
    void shouldFindAFloodInACaptureAndSayWhy() throws IOException {
        assertThat(run("detect", "--input", capture().toString(), "--json"))
                .as(err.toString())
                .isZero();

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("layout").asText()).isEqualTo("pcap");
        assertThat(report.get("flows").asInt()).isEqualTo(8);
        assertThat(report.get("attacks").asInt()).isEqualTo(8);
        assertThat(report.at("/targets/0/address").asText()).isEqualTo("10.0.0.2");
        assertThat(report.at("/verdicts/0/type").asText()).isEqualTo("syn_flood");
        assertThat(report.at("/verdicts/0/flow").asText()).contains(" > 10.0.0.2:80");
        assertThat(report.at("/verdicts/0/explanation").asText()).startsWith("Looks like syn_flood");
    }

    @Test
    void shouldPrintATableAndWriteAPageThatAsksNobody() throws IOException {
        Path html = dir.resolve("report.html");
        assertThat(run("detect", "--input", capture().toString(), "--html", html.toString()))
                .isZero();

        assertThat(out.toString()).contains("attacks      8 flows (100.0 %)").contains("target       10.0.0.2");
        String page = Files.readString(html);
        assertThat(page)
                .contains("prefers-color-scheme:dark")
                .contains("<svg")
                .contains("The surest attacks")
                .doesNotContain("<script")
                .doesNotContain("src=")
                .doesNotContain("href=")
                .doesNotContain("url(");
    }

    @Test
    void shouldEscapeTheNameOfTheFileInThePage() throws IOException {
        Path odd = Files.move(capture(), dir.resolve("<b>&.pcap"));
        Path html = dir.resolve("report.html");
        assertThat(run("detect", "--input", odd.toString(), "--html", html.toString()))
                .isZero();
        assertThat(Files.readString(html)).contains("&lt;b&gt;&amp;.pcap").doesNotContain("<b>&");
    }

    @Test
    void shouldFailWithOneLineThatNamesTheFile() throws IOException {
        Path text = Files.writeString(dir.resolve("notes.txt"), "hello\nworld\n");
        assertThat(run("detect", "--input", text.toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("sentinel: data file " + text + ": ")
                .hasLineCount(1);
    }

    @Test
    void shouldCallOddOptionsBadUsage() throws IOException {
        assertThat(run("detect")).isEqualTo(2);
        assertThat(run("detect", "--input", "x", "--explain", "magic")).isEqualTo(2);
        assertThat(err.toString()).contains("--explain must be one of none, path, shap: magic");
        assertThat(run("detect", "--input", "x", "--limit", "-1")).isEqualTo(2);
    }
}
