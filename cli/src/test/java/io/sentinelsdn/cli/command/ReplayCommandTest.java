package io.sentinelsdn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.cli.Main;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import io.sentinelsdn.domain.detect.ScoredRow;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.store.StoreConfig;
import io.sentinelsdn.store.Stores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayCommandTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int replay(String id) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute("replay", id, "--data-dir", dir.toString());
    }

    /** Three terms of logit 0.5, 0 and 1: the threshold was just met by an attack that is all of the traffic. */
    private void store(double lastContribution) throws IOException {
        double one = 1 / (1 + StrictMath.exp(-0.5));
        double two = 1 / (1 + StrictMath.exp(-1.5));
        List<Contribution> contributions = List.of(
                new Contribution("prior", 1, 0, one),
                new Contribution("attack_share", 1, 0, two - one),
                new Contribution("icmp_echo_pps", 150, 2, lastContribution));
        try (HistoryStore store = Stores.open(dir, StoreConfig.defaults(), new Counters())) {
            store.saveDecision(new Decision(
                    "d-1",
                    Instant.now(),
                    ModelRegistry.DEFAULT_ID,
                    ModelFile.sha256(ModelRegistry.defaultModel()),
                    Map.of("detector", "defaults"),
                    "c".repeat(64),
                    new Explanation("icmp_echo_pps", 150, 2, 150, contributions, "because")));
        }
    }

    @Test
    void shouldComeToTheSameDecisionBitForBit() throws IOException {
        store(0);
        assertThat(replay("d-1")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("the same, bit for bit")
                .contains("default-forest")
                .contains("still here");
    }

    @Test
    void shouldFailWhenItComesOutDifferently() throws IOException {
        store(Double.MIN_VALUE);
        assertThat(replay("d-1")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("sentinel: the decision comes out differently now: d-1" + System.lineSeparator());
    }

    @Test
    void shouldSayWhatIsNotThere() throws IOException {
        assertThat(replay("d-1")).isEqualTo(1);
        assertThat(err.toString()).contains("nothing is stored in ");
        store(0);
        assertThat(replay("d-2")).isEqualTo(1);
        assertThat(err.toString()).contains("no decision is stored about detection d-2");
    }

    /** What a model scored is part of the decision, and a store that is open does not stand in the way. */
    private void storeScored(double score, String modelSha256, Runnable whileOpen) throws IOException {
        List<Double> features = new ArrayList<>();
        for (int f = 0; f < FlowFeatures.COUNT; f++) {
            features.add(f % 5 == 0 ? Double.NaN : (double) (0.1f * f));
        }
        double one = 1 / (1 + StrictMath.exp(-0.5));
        double two = 1 / (1 + StrictMath.exp(-1.5));
        double three = 1 / (1 + StrictMath.exp(-(1.5 + (2 * score - 1))));
        List<Contribution> contributions = new ArrayList<>(List.of(
                new Contribution("prior", 1, 0, one),
                new Contribution("attack_share", 1, 0, two - one),
                new Contribution("icmp_echo_pps", 150, 2, 0),
                new Contribution("forest_score", score, 0, three - two)));
        contributions.sort(Comparator.comparingDouble((Contribution c) -> -Math.abs(c.contribution())));
        try (HistoryStore store = Stores.open(dir, StoreConfig.defaults(), new Counters())) {
            store.saveDecision(new Decision(
                    "d-1",
                    Instant.now(),
                    ModelRegistry.DEFAULT_ID,
                    modelSha256,
                    Map.of("detector", "defaults"),
                    "c".repeat(64),
                    new Explanation(
                            "icmp_echo_pps",
                            150,
                            2,
                            150,
                            contributions,
                            "because",
                            List.of(new ScoredRow(features, 1, score)))));
            store.flush();
            whileOpen.run();
        }
    }

    private static double scoreOfTheDefaultModel() {
        float[] row = new float[FlowFeatures.COUNT];
        for (int f = 0; f < row.length; f++) {
            row[f] = f % 5 == 0 ? Float.NaN : 0.1f * f;
        }
        return ModelRegistry.defaultModel().model().newScorer().score(row);
    }

    @Test
    void shouldScoreTheRowsAgainWhileTheStoreIsOpen() throws IOException {
        int[] code = {-1};
        storeScored(
                scoreOfTheDefaultModel(),
                ModelFile.sha256(ModelRegistry.defaultModel()),
                () -> code[0] = replay("d-1"));

        assertThat(code[0]).as(err.toString()).isZero();
        assertThat(out.toString()).contains("scored 1 rows again").contains("the same, bit for bit");
    }

    @Test
    void shouldNoticeAnotherScoreOfItsRows() throws IOException {
        storeScored(Math.nextUp(scoreOfTheDefaultModel()), ModelFile.sha256(ModelRegistry.defaultModel()), () -> {});

        assertThat(replay("d-1")).isEqualTo(1);
        assertThat(err.toString()).contains("comes out differently");
    }

    @Test
    void shouldRefuseWhenTheModelOfThenIsGone() throws IOException {
        storeScored(0.5, "d".repeat(64), () -> {});

        assertThat(replay("d-1")).isEqualTo(1);
        assertThat(err.toString())
                .contains("the model that decided is not here any more: default-forest had sha256 dddd");
    }
}
