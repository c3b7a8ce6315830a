package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelsdn.cli.Main;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.registry.ModelRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AdaptFeedbackTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int adapt(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("adapt", "--data-dir", dir.toString()));
        all.addAll(List.of(arguments));
        return line.execute(all.toArray(String[]::new));
    }

    private static String header() {
        return "detection_id,said_at,schema," + String.join(",", FlowFeatures.NAMES) + ",label\n";
    }

    /** A UDP flow of large frames that nobody answers, or the same answered. */
    private static String row(int id, String label) {
        SplittableRandom random = new SplittableRandom(id);
        float[] row = new float[FlowFeatures.COUNT];
        double packets = 500 + random.nextInt(1000);
        double back = label.equals("normal") ? packets / 2 : 0;
        FlowFeatures.fill(row, 17, packets, packets * 1400, 1, back, back * 80, Double.NaN, Double.NaN, Double.NaN);
        StringBuilder text = new StringBuilder("d-" + id + ",2026-03-01T12:00:00Z," + FlowFeatures.HASH);
        for (float value : row) {
            text.append(',').append(value);
        }
        return text.append(',').append(label).append('\n').toString();
    }

    private static String rows(int from, int count, String label) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rows.append(row(from + i, label));
        }
        return rows.toString();
    }

    private void said(String rows) throws IOException {
        Files.writeString(dir.resolve("feedback.csv"), header() + rows);
    }

    @Test
    void shouldAdaptTheActiveModelToWhatPeopleSaid() throws IOException {
        said(rows(0, 12, "normal") + rows(100, 12, "udp_flood"));

        assertThat(adapt("--feedback", "--activate", "--json"))
                .as(err.toString())
                .isZero();

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("rows").asInt()).isEqualTo(24);
        assertThat(report.get("mcc_after").asDouble()).isGreaterThan(0.9);
        ModelRegistry registry = new ModelRegistry(dir.resolve("models"));
        assertThat(registry.active().id()).isEqualTo(report.get("model").asText());
        assertThat(registry.active().model().provenance().data()).endsWith("adapted with feedback.csv");
    }

    @Test
    void shouldTakeTheLastWordAboutADetectionAlsoFromTheFileBefore() throws IOException {
        Files.writeString(
                dir.resolve("feedback.csv.1"), header() + rows(0, 6, "udp_flood") + rows(100, 6, "udp_flood"));
        said(rows(0, 6, "normal"));

        assertThat(adapt("--feedback")).as(err.toString()).isZero();

        assertThat(out.toString()).contains("feedback, 12 rows used, 0 skipped").contains("before, ");
    }

    @Test
    void shouldNameRowsThatCannotBeUsed() throws IOException {
        String old = row(50, "udp_flood").replace(FlowFeatures.HASH, "0123");
        String cut = "d-51,2026-03-01T12:00:00Z," + FlowFeatures.HASH + ",1\n";
        said(rows(0, 6, "normal") + old + cut + rows(100, 6, "udp_flood") + row(52, "7"));

        assertThat(adapt("--feedback")).isZero();

        assertThat(err.toString())
                .contains("3 rows were skipped")
                .contains("feedback.csv row 8: its features are of schema 0123, not ")
                .contains("feedback.csv row 9: column '" + FlowFeatures.NAMES.get(1) + "' is missing in this row")
                .contains("feedback.csv row 16: label must be 0, 1 or a name: '7'");
    }

    @Test
    void shouldSayWhenTooLittleWasSaid() throws IOException {
        assertThat(adapt("--feedback")).isEqualTo(1);
        assertThat(err.toString()).contains("nobody has said anything about a detection yet");
        err.getBuffer().setLength(0);

        said(rows(0, 6, "normal") + rows(100, 4, "udp_flood"));
        assertThat(adapt("--feedback")).isEqualTo(1);
        assertThat(err.toString())
                .contains("feedback.csv: adapting needs at least 5 normal and 5 attack rows: 6 and 4");
        assertThat(dir.resolve("models").toFile().list()).isNullOrEmpty();
    }

    @Test
    void shouldWantEitherDataOrFeedback() {
        assertThat(adapt()).isEqualTo(2);
        assertThat(adapt("--feedback", "--data", "flows.csv")).isEqualTo(2);
        assertThat(adapt("--feedback", "--label-column", "x")).isEqualTo(2);
    }
}
