package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.v4;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.spi.FeedbackDesk;
import io.sentinelsdn.domain.spi.FeedbackDesk.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackTest {
    @TempDir
    private Path folder;

    private final TelemetryScript script = new TelemetryScript();

    /** In virtual time nobody but this thread moves the detector while the word waits. */
    private Optional<Detection> say(String id, Verdict verdict) {
        CompletableFuture<Optional<Detection>> said =
                CompletableFuture.supplyAsync(() -> script.detector.say(id, verdict));
        while (!said.isDone()) {
            script.detector.runOnce();
            Thread.onSpinWait();
        }
        return said.join();
    }

    private Detection flood(double pps) {
        script.every(pps, () -> script.send(Packet.echo(3, v4(3), v4(4))));
        script.runSeconds(3);
        return script.last();
    }

    @Test
    void shouldEndWhatIsCalledFalseAndBeLessSensitiveThen() {
        Detection detection = flood(180);
        assertThat(detection.status()).isEqualTo(DetectionStatus.DETECTED);

        Optional<Detection> said = say(detection.id(), Verdict.FALSE_POSITIVE);

        assertThat(said.orElseThrow().status()).isEqualTo(DetectionStatus.FALSE_POSITIVE);
        assertThat(script.detector.activeDetections()).isEmpty();
        script.told.clear();
        script.runSeconds(20);
        assertThat(script.told).as("180 a second are below 1.5 times 150 now").isEmpty();
        flood(200);
        assertThat(script.told).as("380 a second are not").isNotEmpty();
    }

    @Test
    void shouldKeepTheWordWithTheFeaturesForTheNextTraining() throws IOException {
        script.detector.keepIn(folder);
        Detection detection = flood(1000);

        say(detection.id(), Verdict.FALSE_POSITIVE);
        script.runSeconds(2);
        say(script.last().id(), Verdict.TRUE_POSITIVE);

        List<String> lines = Files.readAllLines(folder.resolve("feedback.csv"));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("detection_id,said_at,schema,").endsWith(",label");
        assertThat(lines.get(1)).startsWith(detection.id() + ",").endsWith(",normal");
        assertThat(lines.get(2)).endsWith(",icmp_flood");
        assertThat(lines.get(2).split(",")).hasSameSizeAs(lines.get(0).split(","));
    }

    @Test
    void shouldNotKnowWhatNeverWas() {
        assertThat(say("nobody", Verdict.TRUE_POSITIVE)).isEmpty();
        assertThat(script.detector.tally()).isEqualTo(new FeedbackDesk.Tally(0, 0));
    }

    @Test
    void shouldCountTheLastWordAboutEachDetection() {
        String id = flood(1000).id();
        say(id, Verdict.FALSE_POSITIVE);
        assertThat(script.detector.tally()).isEqualTo(new FeedbackDesk.Tally(0, 1));
        say(id, Verdict.TRUE_POSITIVE);
        say(id, Verdict.TRUE_POSITIVE);
        assertThat(script.detector.tally()).isEqualTo(new FeedbackDesk.Tally(1, 0));
    }

    @Test
    void shouldCountHowManyFlowsTheModelJudges() {
        script.every(500, () -> script.send(Packet.udp(3, v4(3), 4444, v4(4), 9000)));
        script.runSeconds(5);

        assertThat(script.counters.counters().get("sentinel_verdicts_total").value())
                .isPositive();
        assertThat(script.counters
                        .gauges()
                        .get("sentinel_verdicts_per_second")
                        .value()
                        .getAsDouble())
                .isPositive();
    }

    @Test
    void shouldRememberWhatPeopleSaidOverARestart() throws IOException {
        script.detector.keepIn(folder);
        say(flood(180).id(), Verdict.FALSE_POSITIVE);
        script.runSeconds(31);
        script.detector.close();
        assertThat(folder.resolve("baselines.bin")).exists();

        TelemetryScript next = new TelemetryScript();
        next.detector.keepIn(folder);
        next.every(180, () -> next.send(Packet.echo(3, v4(3), v4(4))));
        next.runSeconds(10);

        assertThat(next.told).isEmpty();
    }

    @Test
    void shouldUseTheLastVersionWhenTheNewestIsBroken() throws IOException {
        script.detector.keepIn(folder);
        say(flood(180).id(), Verdict.FALSE_POSITIVE);
        script.runSeconds(31);
        script.detector.close();
        Files.copy(folder.resolve("baselines.bin"), folder.resolve("baselines.last"));
        Files.write(folder.resolve("baselines.bin"), new byte[] {1, 2, 3});

        TelemetryScript next = new TelemetryScript();
        next.detector.keepIn(folder);
        next.every(180, () -> next.send(Packet.echo(3, v4(3), v4(4))));
        next.runSeconds(10);

        assertThat(next.told).isEmpty();
        assertThat(next.counters
                        .counters()
                        .get("sentinel_detector_failures_total")
                        .value())
                .isEqualTo(1);
    }
}
