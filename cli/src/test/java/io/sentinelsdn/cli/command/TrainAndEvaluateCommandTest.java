package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelsdn.detector.registry.ModelRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainAndEvaluateCommandTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldTrainRegisterAndEvaluate() throws IOException {
        Path data = data(1);
        assertThat(train("--model", "random_forest", "--data", data, "--data-dir", dir, "--json"))
                .isZero();
        JsonNode trained = new ObjectMapper().readTree(out.toString());
        assertThat(trained.get("mcc").asDouble()).isGreaterThan(0.8);
        assertThat(trained.get("stump").get("rule").asText()).isNotEmpty();
        assertThat(trained.get("volume").get("f1").isNumber()).isTrue();
        String id = trained.get("model").asText();
        assertThat(dir.resolve("models").resolve(id + ".model")).exists();

        clear();
        assertThat(evaluate("--model", id, "--data", data(2), "--data-dir", dir, "--json"))
                .isZero();
        JsonNode judged = new ObjectMapper().readTree(out.toString());
        for (String name : List.of("accuracy", "precision", "recall", "f1", "fpr", "roc_auc", "pr_auc", "mcc")) {
            assertThat(judged.get(name).isNumber()).as(name).isTrue();
        }
        assertThat(judged.get("rows").asLong()).isEqualTo(1000);
        assertThat(judged.get("rows_per_second").asDouble()).isPositive();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldWriteTheModelElsewhereAndPrintATable() throws IOException {
        Path model = dir.resolve("my.model");
        assertThat(train("--data", data(1), "--out", model, "--data-dir", dir)).isZero();
        assertThat(out.toString())
                .contains("split        by run: 4 earlier runs")
                .contains("random forest")
                .contains("stump ")
                .contains("volume log_pps > ")
                .contains("confusion");
        assertThat(model).exists();
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("my.model", "flows.csv");
        }

        clear();
        assertThat(evaluate("--model", model, "--data", data(2))).isZero();
        assertThat(out.toString()).contains("distinct rows").contains("rows/s on one thread");
    }

    @Test
    void shouldGiveTheSameModelForTheSameSeed() throws IOException {
        Path data = data(1);
        train("--data", data, "--out", dir.resolve("a.model"), "--json");
        JsonNode one = new ObjectMapper().readTree(out.toString());
        clear();
        train("--data", data, "--out", dir.resolve("b.model"), "--json");
        JsonNode two = new ObjectMapper().readTree(out.toString());
        for (String name : List.of("accuracy", "mcc", "roc_auc", "confusion_matrix")) {
            assertThat(two.get(name)).isEqualTo(one.get(name));
        }
    }

    @Test
    void shouldEvaluateTheModelThatComesAlong() throws IOException {
        assertThat(evaluate("--data", data(1), "--data-dir", dir)).isZero();
        assertThat(out.toString()).contains("model        default-forest");
    }

    @Test
    void shouldAdaptAModelWithFewRowsAndRegisterIt() throws IOException {
        assertThat(execute(new AdaptCommand(), "--data", data(3), "--data-dir", dir, "--activate", "--json"))
                .as(err.toString())
                .isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("adapted_from").asText()).isEqualTo("default-forest");
        assertThat(report.get("kind").asText()).isEqualTo("hybrid");
        assertThat(report.get("mcc_after").asDouble()).isGreaterThan(0.9);
        ModelRegistry registry = new ModelRegistry(dir.resolve("models"));
        assertThat(registry.active().id()).isEqualTo(report.get("model").asText());
        assertThat(registry.active().model().provenance().configuration())
                .containsEntry("adapted_from", "default-forest");
    }

    @Test
    void shouldRefuseOtherKindsAndSizesAsBadUsage() throws IOException {
        assertThat(train("--model", "oracle", "--data", data(1))).isEqualTo(2);
        assertThat(err.toString())
                .contains("--model must be one of random_forest")
                .contains(": oracle");
        clear();
        assertThat(train("--data", data(1), "--test-size", "1.5")).isEqualTo(2);
        assertThat(err.toString()).contains("--test-size must be above 0 and below 1: 1.5");
        clear();
        assertThat(train()).isEqualTo(2);
    }

    @Test
    void shouldFailWithOneLineOnMissingDataModelOrFolder() throws IOException {
        Path none = dir.resolve("none.csv");
        assertThat(train("--data", none)).isEqualTo(1);
        assertThat(err.toString()).contains("no such data file: " + none);
        clear();
        assertThat(evaluate("--model", "nobody", "--data", data(1), "--data-dir", dir))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no model nobody; there are default-forest");
        clear();
        assertThat(evaluate("--model", data(1), "--data", data(1))).isEqualTo(1);
        assertThat(err.toString()).contains("flows.csv refused: it is not a Sentinel model");
        clear();
        Path out = dir.resolve("no/such/folder.model");
        assertThat(train("--data", data(1), "--out", out)).isEqualTo(1);
        assertThat(err.toString()).contains("cannot write " + out + ": its folder does not exist");
    }

    private int train(Object... arguments) {
        return execute(new TrainCommand(), arguments);
    }

    private int evaluate(Object... arguments) {
        return execute(new EvaluateCommand(), arguments);
    }

    private int execute(Object command, Object... arguments) {
        CommandLine commandLine = new CommandLine(command);
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        commandLine.setExecutionExceptionHandler((failure, line, result) -> {
            line.getErr().println(failure.getMessage());
            line.getErr().flush();
            return 1;
        });
        int code =
                commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        commandLine.getErr().flush();
        return code;
    }

    private void clear() {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
    }

    /** Five runs of 200 flows: answered ones of all sizes, and a quarter fast small SYNs without an answer. */
    private Path data(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("run,protocol,timestamp,flow_duration,tot_fwd_pkts,tot_bwd_pkts,"
                + "totlen_fwd_pkts,totlen_bwd_pkts,syn_flag_cnt,ack_flag_cnt,Label_multi\n");
        for (int i = 0; i < 1000; i++) {
            boolean flood = i % 200 >= 150;
            int packets = flood ? random.nextInt(300, 9000) : random.nextInt(1, 500);
            int back = flood ? 0 : packets / 2 + 1;
            int size = flood ? 54 : random.nextInt(60, 1500);
            text.append("run-" + i / 200 + ",6," + i + ",1," + packets + "," + back + "," + packets * size + ","
                    + back * 66 + "," + (flood ? packets : 1) + "," + (flood ? 0 : packets) + ","
                    + (flood ? "syn_flood" : "normal") + "\n");
        }
        return Files.writeString(dir.resolve("flows.csv"), text);
    }
}
