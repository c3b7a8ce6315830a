package io.sentinelsdn.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.domain.detect.Explanation.Contribution;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.model.FlowFacts;
import io.sentinelsdn.domain.model.FlowVerdict;
import io.sentinelsdn.domain.model.ModelInfo;
import io.sentinelsdn.domain.model.TrainingJob;
import io.sentinelsdn.domain.model.TrainingJob.State;
import io.sentinelsdn.domain.model.TrainingRequest;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.ModelDesk.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
    private static final Question WHY = new Question(null, "path", 100);

    @TempDir
    Path dir;

    private final BlockingQueue<TrainingJob> told = new LinkedBlockingQueue<>();
    private Models models;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(dir.resolve("flows.csv"), csv(2000));
        models = new Models(
                dir,
                new RememberedAnalyses(),
                event -> told.add(((Event.JobChanged) event).job()),
                Clock.systemUTC(),
                "test");
    }

    @AfterEach
    void close() {
        models.close();
    }

    private static String csv(int rows) {
        StringBuilder text = new StringBuilder("run,protocol,timestamp,flow_duration,tot_fwd_pkts,tot_bwd_pkts,"
                + "totlen_fwd_pkts,totlen_bwd_pkts,syn_flag_cnt,ack_flag_cnt,Label_multi\n");
        for (int i = 0; i < rows; i++) {
            boolean flood = i % 4 == 0;
            int packets = (flood ? 3000 : 10) + i % 97;
            text.append("run-" + i / 200 + ",6," + i + ",1," + packets + "," + (flood ? 0 : packets / 2) + ","
                    + packets * (flood ? 54 : 700) + "," + (flood ? 0 : packets * 33) + "," + (flood ? packets : 1)
                    + ","
                    + (flood ? 0 : packets) + "," + (flood ? "syn_flood" : "normal") + "\n");
        }
        return text.toString();
    }

    private static TrainingRequest request(String path) {
        return new TrainingRequest("random_forest", path, null, 0.2, 7);
    }

    /** The state a job ends in. */
    private TrainingJob ended(String id) throws InterruptedException {
        while (true) {
            TrainingJob job = told.poll(60, TimeUnit.SECONDS);
            assertThat(job).as("news of " + id).isNotNull();
            if (job.id().equals(id) && job.state().hasEnded()) {
                return job;
            }
        }
    }

    @Test
    void shouldTrainInTheBackgroundAndActivateWhatCameOfIt() throws InterruptedException {
        TrainingJob job = models.train(request("flows.csv"));
        assertThat(job.state()).isEqualTo(State.QUEUED);

        TrainingJob done = ended(job.id());

        assertThat(done.state()).as(String.valueOf(done.error())).isEqualTo(State.SUCCEEDED);
        assertThat(done.progress()).isEqualTo(1);
        assertThat(models.model(done.modelId()).metrics()).containsKeys("f1", "stump.f1", "benign_median.log_pps");
        assertThat(models.activate(done.modelId()).active()).isTrue();
        assertThat(new Models(dir, new RememberedAnalyses(), event -> {}, Clock.systemUTC(), "test").activeId())
                .isEqualTo(done.modelId());
        assertThatThrownBy(() -> models.delete(done.modelId())).isInstanceOf(IllegalStateException.class);
        models.activate("default-forest");
        models.delete(done.modelId());
        assertThatThrownBy(() -> models.model(done.modelId())).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void shouldAdaptInTheBackground() throws InterruptedException {
        TrainingJob job = models.train(adapting("default-forest", "flows.csv"));

        TrainingJob done = ended(job.id());

        assertThat(done.state()).as(String.valueOf(done.error())).isEqualTo(State.SUCCEEDED);
        ModelInfo model = models.model(done.modelId());
        assertThat(model.kind()).isEqualTo("hybrid");
        assertThat(model.configuration()).containsEntry("adapted_from", "default-forest");
        assertThat(model.metrics()).containsKeys("adapt.mcc_after", "benign_median.log_pps");
    }

    @Test
    void shouldRefuseToAdaptWhatIsNotThereOrWithTooFewRows() throws Exception {
        assertThatThrownBy(() -> models.train(adapting("nobody", "flows.csv")))
                .isInstanceOf(NoSuchElementException.class);
        Files.writeString(dir.resolve("few.csv"), csv(8));

        TrainingJob job =
                ended(models.train(adapting("default-forest", "few.csv")).id());

        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(job.error()).contains("few.csv: adapting needs at least 5").doesNotContain(dir.toString());
    }

    private static TrainingRequest adapting(String model, String path) {
        return new TrainingRequest("random_forest", path, null, 0.2, 7, model);
    }

    @Test
    void shouldSayWhyATrainingFailedWithoutPathsOfThisMachine() throws Exception {
        Files.writeString(dir.resolve("odd.csv"), "a,b\n1,2\n");

        TrainingJob job = ended(models.train(request("odd.csv")).id());

        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(job.error()).contains("odd.csv").contains("columns").doesNotContain(dir.toString());
    }

    @Test
    void shouldCancelWhatWaitsAndWhatRunsAndKeepNoModelOfIt() throws Exception {
        Files.writeString(dir.resolve("large.csv"), csv(60_000));
        TrainingJob running = models.train(request("large.csv"));
        TrainingJob waiting = models.train(request("flows.csv"));

        assertThat(models.cancel(waiting.id()).state()).isEqualTo(State.CANCELLED);
        assertThat(models.cancel(running.id()).state()).isEqualTo(State.CANCELLED);
        assertThat(models.cancel(running.id()).state()).isEqualTo(State.CANCELLED);
        TrainingJob after = models.train(request("flows.csv"));

        assertThat(ended(after.id()).state()).isEqualTo(State.SUCCEEDED);
        assertThat(models.models()).hasSize(2);
        assertThat(models.job(running.id()).orElseThrow().modelId()).isNull();
    }

    @Test
    void shouldBoundTheQueue() throws IOException {
        Files.writeString(dir.resolve("large.csv"), csv(60_000));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        models.train(request("large.csv"));
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("8 trainings wait already");
    }

    @Test
    void shouldRefuseUnknownKindsAndPathsAtOnce() {
        assertThatThrownBy(() -> models.train(new TrainingRequest("oracle", "flows.csv", null, 0.2, 1)))
                .hasMessageStartingWith("model_type must be one of random_forest");
        assertThatThrownBy(() -> models.train(request("../flows.csv"))).hasMessageStartingWith("dataset_path ");
        assertThat(models.jobs()).isEmpty();
    }

    @Test
    void shouldJudgeFlowsThatSomebodyTellsOf() {
        FlowFacts flood = flow("10.0.0.1", "10.0.0.9", 5000, 54, 5000);
        FlowFacts talk = flow("10.0.0.2", "10.0.0.3", 20, 900, 0);
        FlowFacts answer = flow("10.0.0.3", "10.0.0.2", 18, 400, 0);

        FlowAnalysis analysis = models.analyze(List.of(flood, talk, answer), WHY);

        assertThat(analysis.attacks()).isEqualTo(1);
        FlowVerdict verdict = analysis.verdicts().get(0);
        assertThat(verdict.type()).isEqualTo("syn_flood");
        assertThat(verdict.flow()).isEqualTo("tcp 10.0.0.1:1000 > 10.0.0.9:1000");
        double sum = verdict.base()
                + verdict.contributions().stream()
                        .mapToDouble(Contribution::contribution)
                        .sum();
        assertThat(sum).isCloseTo(verdict.confidence(), within(1e-5));
        assertThat(verdict.explanation()).startsWith("Looks like syn_flood");
        assertThat(models.history())
                .singleElement()
                .satisfies(past -> assertThat(past.verdicts()).isEmpty());
        assertThat(models.statistics()).containsEntry("flows", 3L).containsEntry("attacks", 1L);
    }

    private static FlowFacts flow(String from, String to, double packets, double size, double syns) {
        return new FlowFacts(
                IpAddress.parse(from),
                IpAddress.parse(to),
                6,
                1000,
                1000,
                packets,
                packets * size,
                1,
                Double.NaN,
                Double.NaN,
                syns,
                Map.of());
    }

    @Test
    void shouldGiveTheSameVerdictsWithShap() {
        FlowFacts flood = flow("10.0.0.1", "10.0.0.9", 5000, 54, 5000);
        FlowVerdict path = models.analyze(List.of(flood), WHY).verdicts().get(0);
        FlowVerdict shap = models.analyze(List.of(flood), new Question(null, "shap", 1))
                .verdicts()
                .get(0);

        assertThat(shap.confidence()).isEqualTo(path.confidence());
        assertThat(shap.method()).isEqualTo("shap");
        double sum = shap.base()
                + shap.contributions().stream()
                        .mapToDouble(Contribution::contribution)
                        .sum();
        assertThat(sum).isCloseTo(shap.confidence(), within(1e-3));
    }

    @Test
    void shouldJudgeFilesWithAndWithoutLabels() {
        String labelled = csv(200);
        String unlabelled = labelled.replace("Label_multi", "something");

        FlowAnalysis one = models.analyze(bytes(labelled), "the body", WHY);
        FlowAnalysis two = models.analyze(bytes(unlabelled), "the body", WHY);

        assertThat(two.rows()).isEqualTo(200).isEqualTo(one.rows());
        assertThat(two.attacks()).isEqualTo(one.attacks()).isEqualTo(50);
        assertThat(two.verdicts()).hasSize(100);
    }

    @Test
    void shouldNameBadRowsAndBadFiles() {
        FlowAnalysis analysis =
                models.analyze(bytes(csv(20).replaceFirst("run-0,6,3,1,", "run-0,6,3,1,x")), "the body", WHY);
        assertThat(analysis.skipped()).isEqualTo(1);
        assertThat(analysis.reports().get(0)).startsWith("row 5: ");

        assertThatThrownBy(() -> models.analyze(bytes("hello"), "the body", WHY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("data file the body: ");
        assertThatThrownBy(() -> models.analyze(bytes(csv(5)), "the body", new Question("none", "path", 1)))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no such model: none");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
