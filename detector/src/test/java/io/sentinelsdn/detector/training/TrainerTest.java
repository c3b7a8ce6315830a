package io.sentinelsdn.detector.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.tree.ForestCodec;
import io.sentinelsdn.detector.tree.ForestConfig;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.detector.tree.RandomForest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
    private static final ForestConfig SMALL = new ForestConfig(10, 6, 2, 0, 0, 0, 42, 2);

    @TempDir
    Path dir;

    @Test
    void shouldLearnFromEarlierRunsAndBeJudgedByLaterOnes() throws IOException {
        Trainer.Result result = Trainer.train(job(file(10), 0.2), TrainingProgress.SILENT);

        assertThat(result.split().how())
                .isEqualTo("by run: 8 earlier runs to learn from, 2 later ones to be judged by");
        assertThat(result.evaluation().all().mcc()).isGreaterThan(0.9);
        assertThat(result.model().metrics()).containsKeys("f1", "mcc", "stump.f1", "volume.f1", "distinct.f1");
        assertThat(result.trainRows()).isEqualTo(result.file().flows().size() * 8 / 10);
        assertThat(result.model().provenance().rows())
                .isEqualTo(result.file().flows().size());
    }

    @Test
    void shouldKeepAModelThatHasLearntFromTheLatestRowsToo() throws IOException {
        Trainer.Result result = Trainer.train(job(file(10), 0.2), TrainingProgress.SILENT);
        LabelledFlows flows = result.file().flows();
        int[] all = IntStream.range(0, flows.size()).toArray();

        FlowModel fromAll = new ForestModelTrainer(SMALL).train(flows, all, 42, 1, Progress.SILENT);

        assertThat(ForestCodec.write((RandomForest) result.model().model()))
                .isEqualTo(ForestCodec.write((RandomForest) fromAll));
    }

    @Test
    void shouldGiveTheSameModelFileForTheSameSeedWhateverTheThreads() throws IOException {
        Path file = file(5);
        byte[] one = ModelFile.write(
                Trainer.train(job(file, 0.2), TrainingProgress.SILENT).model());
        byte[] two = ModelFile.write(
                Trainer.train(job(file, 0.2, 5), TrainingProgress.SILENT).model());
        assertThat(two).isEqualTo(one);
    }

    @Test
    void shouldNeverReportLessProgressThanBeforeAndEndAtOne() throws IOException {
        double[] last = {0};
        Trainer.train(job(file(5), 0.2), (stage, part) -> {
            assertThat(part).isBetween(last[0], 1.0);
            last[0] = part;
            return true;
        });
        assertThat(last[0]).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(TrainingProgress.Stage.class)
    void shouldStopAtEachStageWhenTold(TrainingProgress.Stage stage) throws IOException {
        Trainer.Job job = job(twoAttacks(file(50)), 0.2);
        assertThatThrownBy(() -> Trainer.train(job, (now, part) -> now != stage))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldTellHowMuchOfAnAttackIsFoundWithoutHavingLearntIt() throws IOException {
        Trainer.Result result = Trainer.train(job(twoAttacks(file(10)), 0.2), TrainingProgress.SILENT);

        assertThat(result.leftOut()).extracting(LeftOut::attack).containsExactly("syn_flood", "udp_flood");
        assertThat(result.leftOut().get(0).rows()).isPositive();
        assertThat(result.model().metrics())
                .containsEntry(
                        "left_out.syn_flood.recall", result.leftOut().get(0).recall());
    }

    /** Every second flood is called a UDP flood. */
    private static Path twoAttacks(Path file) throws IOException {
        String[] lines = Files.readString(file).split("\n");
        for (int i = 1; i < lines.length; i += 2) {
            lines[i] = lines[i].replace("syn_flood", "udp_flood");
        }
        return Files.writeString(file, String.join("\n", lines));
    }

    @Test
    void shouldStopWhenTold() throws IOException {
        Trainer.Job job = job(file(5), 0.2);
        assertThatThrownBy(() -> Trainer.train(job, (stage, part) -> part < 0.5))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldRefuseDataWithoutAttacks() throws IOException {
        String rows = Files.readString(file(5)).replace("syn_flood", "normal");
        Path file = Files.writeString(dir.resolve("quiet.csv"), rows);
        assertThatThrownBy(() -> Trainer.train(job(file, 0.2), TrainingProgress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the data has only normal rows to learn from; both are needed");
    }

    @Test
    void shouldRefuseAnImpossibleTestSize() throws IOException {
        Path file = file(2);
        assertThatThrownBy(() -> job(file, 1)).hasMessage("test size must be above 0 and below 1: 1.0");
    }

    @Test
    void shouldKeepRunsWhole() throws IOException {
        FlowFile file = FlowFile.read(file(10), null, Progress.SILENT);
        Split split = Split.of(file.flows(), 0.3);
        int[] learnt =
                IntStream.of(split.train()).map(file.flows()::run).distinct().toArray();
        int[] judged =
                IntStream.of(split.test()).map(file.flows()::run).distinct().toArray();

        assertThat(learnt).hasSize(7).doesNotContain(judged);
        assertThat(split.train().length + split.test().length)
                .isEqualTo(file.flows().size());
    }

    @Test
    void shouldBeatOneThresholdOnSharedDataSplitByTime() {
        Path file = Path.of("../../shared/data/mendeley_sdn/mendeley_sdn_dev.csv.gz");
        Assumptions.assumeTrue(Files.exists(file), "the shared data is not here: " + file);

        Trainer.Result result = Trainer.train(job(file, 0.2), TrainingProgress.SILENT);

        assertThat(result.split().how()).startsWith("by time");
        assertThat(result.evaluation().all().mcc())
                .isGreaterThan(0.7)
                .isGreaterThan(result.stumpFigures().mcc());
        assertThat(result.evaluation().all().fpr()).isLessThan(0.02);
        assertThat(result.baselines().stump().feature()).isBetween(0, FlowFeatures.COUNT - 1);
    }

    /** Runs of 200 flows: slow ones of all sizes that are answered, and fast small SYNs that are not. */
    private Path file(int runs) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder("run,protocol,timestamp,flow_duration,tot_fwd_pkts,tot_bwd_pkts,"
                + "totlen_fwd_pkts,totlen_bwd_pkts,syn_flag_cnt,ack_flag_cnt,Label_multi\n");
        for (int i = 0; i < runs * 200; i++) {
            boolean flood = i % 200 >= 150;
            int packets = flood ? random.nextInt(300, 9000) : random.nextInt(1, 500);
            int back = flood ? 0 : packets / 2 + 1;
            int size = flood ? 54 : random.nextInt(60, 1500);
            text.append("run-" + i / 200 + ",6," + i + ",1," + packets + "," + back + "," + packets * size + ","
                    + back * 66 + "," + (flood ? packets : 1) + "," + (flood ? 0 : packets) + ","
                    + (flood ? "syn_flood" : "normal") + "\n");
        }
        return Files.writeString(dir.resolve("runs.csv"), text);
    }

    private static Trainer.Job job(Path file, double testSize) {
        return job(file, testSize, 2);
    }

    private static Trainer.Job job(Path file, double testSize, int threads) {
        return new Trainer.Job(
                new ForestModelTrainer(SMALL),
                file,
                null,
                testSize,
                42,
                threads,
                true,
                List.of(),
                "test",
                Instant.EPOCH);
    }
}
