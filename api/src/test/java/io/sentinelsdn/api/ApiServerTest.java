package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.domain.spi.FeedbackDesk;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiServerTest {
    @Test
    void shouldNameAPortThatIsInUse() throws IOException {
        try (ApiFixture first = new ApiFixture()) {
            int port = first.server.port();

            assertThatThrownBy(() -> ApiServer.start(ApiConfig.at("127.0.0.1", port, false), first.parts()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("api port " + port + " of 127.0.0.1 is in use");
            assertThat(first.get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseAnAddressThatOthersCanReach() throws IOException {
        try (ApiFixture api = new ApiFixture()) {
            assertThatThrownBy(() -> ApiServer.start(ApiConfig.at("0.0.0.0", 0, false), api.parts()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("api host 0.0.0.0 can be reached by others and no API key exists:"
                            + " make one with 'sentinel keys create', use 127.0.0.1, or --insecure to serve everybody");
        }
    }

    @Test
    void shouldServeEverybodyWhenToldSo() throws IOException {
        try (ApiFixture api = new ApiFixture();
                ApiServer open = ApiServer.start(ApiConfig.at("0.0.0.0", 0, true), api.parts())) {
            assertThat(open.port()).isPositive();
        }
    }

    @Test
    void shouldRefuseAnUnknownHostName() throws IOException {
        try (ApiFixture api = new ApiFixture()) {
            assertThatThrownBy(() -> ApiServer.start(ApiConfig.at("no.such.host.invalid", 0, false), api.parts()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("api host is unknown: no.such.host.invalid");
        }
    }

    @Test
    void shouldFreeItsPortWhenItIsClosed() throws IOException {
        ApiFixture first = new ApiFixture();
        int port = first.server.port();
        first.close();

        try (ApiServer again = ApiServer.start(ApiConfig.at("127.0.0.1", port, false), first.parts())) {
            assertThat(again.port()).isEqualTo(port);
        }
    }

    @Test
    void shouldCountAtMetrics() throws IOException {
        try (ApiFixture api = new ApiFixture()) {
            api.counters.counter("sentinel_test_total", "Something").add(7);
            api.counters.gauge("sentinel_level", "A level", () -> 2.5);
            api.counters.gauge("sentinel_test", "Same name as the counter", () -> 1);
            api.counters.gauge("sentinel_broken", "Throws", () -> {
                throw new IllegalStateException("broken");
            });
            api.counters.stage("verdict").recordNs(Duration.ofMillis(1).toNanos());
            api.get("/none");

            Answer metrics = api.get("/metrics");

            assertThat(metrics.status()).isEqualTo(200);
            assertThat(metrics.header("Content-Type")).startsWith("text/plain; version=0.0.4");
            assertThat(metrics.raw().body())
                    .contains(
                            "# HELP sentinel_test_total Something",
                            "sentinel_test_total 7.0",
                            "sentinel_level 2.5",
                            "sentinel_broken NaN",
                            "sentinel_api_requests_total 2.0",
                            "sentinel_api_refused_total 1.0",
                            "sentinel_stage_latency_seconds_count{stage=\"verdict\"} 1",
                            "jvm_memory_used_bytes");
        }
    }

    @Test
    void shouldShowHowWellDetectionDoes() throws IOException {
        try (ApiFixture api = new ApiFixture()) {
            api.counters.gauge("sentinel_verdicts_per_second", "", () -> 1234.5);
            assertThat(api.get("/api/ddos/metrics")
                            .json()
                            .at("/feedback/precision")
                            .isNull())
                    .isTrue();
            api.feedback.tally = new FeedbackDesk.Tally(3, 1);

            JsonNode metrics = api.get("/api/ddos/metrics").json();

            assertThat(metrics.get("verdicts_per_second").asDouble()).isEqualTo(1234.5);
            assertThat(metrics.at("/feedback/true_positives").asInt()).isEqualTo(3);
            assertThat(metrics.at("/feedback/false_positives").asInt()).isEqualTo(1);
            assertThat(metrics.at("/feedback/precision").asDouble()).isEqualTo(0.75);
            assertThat(metrics.get("active_model").asText()).isEqualTo("default-forest");
            assertThat(metrics.at("/models/0/kind").asText()).isEqualTo("random_forest");
            assertThat(metrics.at("/models/0/metrics/f1").asDouble()).isEqualTo(0.9);
        }
    }

    @Test
    void shouldShowStageLatencies() throws IOException {
        try (ApiFixture api = new ApiFixture()) {
            api.counters.stage("verdict").recordNs(Duration.ofMillis(3).toNanos());

            Answer metrics = api.get("/api/ddos/metrics");

            assertThat(metrics.json().at("/stages/0/stage").asText()).isEqualTo("verdict");
            assertThat(metrics.json().at("/stages/0/p50_ms").asDouble()).isBetween(2.9, 3.1);
            assertThat(metrics.json()
                            .at("/counters/sentinel_api_requests_total")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldKeepItsDefaults() {
        assertThat(ApiConfig.at("127.0.0.1", 8080, false))
                .isEqualTo(new ApiConfig(
                        "127.0.0.1",
                        8080,
                        false,
                        4_096,
                        1_048_576,
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(6),
                        16,
                        new ApiSecurity(500, false, List.of(), null, null, Duration.ofHours(1))));
        assertThatThrownBy(() -> ApiConfig.at("127.0.0.1", 70_000, false))
                .hasMessage("api port must be between 0 and 65535: 70000");
    }

    @Test
    void shouldStayReadableWhileChangesWaitForTheNetwork() throws IOException {
        try (ApiFixture api = new ApiFixture()) {
            api.desk.pending = new CompletableFuture<>();
            List<CompletableFuture<HttpResponse<String>>> changes =
                    Stream.generate(api::blockLater).limit(40).toList();
            Stream<HttpResponse<String>> refused = firstAnswers(changes, 32);

            assertThat(refused)
                    .allSatisfy(answer -> assertThat(answer.body()).contains("/problems/busy"))
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(503));
            assertThat(api.get("/health").status()).isEqualTo(200);
            api.desk.pending.complete(FakeDesk.rule("r-1", "192.0.2.7"));
            assertThat(changes.stream().filter(change -> change.join().statusCode() == 201))
                    .hasSize(8);
        }
    }

    /** The first so many answers, whichever they are. */
    private static Stream<HttpResponse<String>> firstAnswers(
            List<CompletableFuture<HttpResponse<String>>> all, int count) {
        BlockingQueue<HttpResponse<String>> answers = new LinkedBlockingQueue<>();
        all.forEach(later -> later.thenAccept(answers::add));
        return IntStream.range(0, count).mapToObj(i -> {
            try {
                return answers.poll(5, TimeUnit.SECONDS);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
    }
}
