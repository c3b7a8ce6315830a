package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.ApiFixture.Answer;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The page about the API, and what else is asked for by standard headers. */
class ViewerTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @Test
    void shouldShowTheApiWithNothingFromElsewhere() {
        Answer page = api.get("/docs");

        List<String> parts = Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(page.raw().body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(parts).hasSize(4).allSatisfy(part -> {
            assertThat(part).startsWith("/docs/");
            assertThat(api.get(part).status()).as(part).isEqualTo(200);
        });
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("http");
        assertThat(api.get("/docs/start.js").raw().body()).contains("\"/openapi.json\"");
        assertThat(api.get("/docs/index.html").status()).isEqualTo(404);
        assertThat(api.get("/docs/..%2Fpackage.json").status()).isEqualTo(404);
    }

    @Test
    void shouldCarryOutAPostOnceForAnIdempotencyKey() {
        ApiFixture.Client client = api.with(Map.of("Idempotency-Key", "k-1"));
        Answer first = client.post("/api/flows", "{\"dpid\": 42}");
        int entries = api.get("/api/flows").json().get("total").asInt();

        Answer again = client.post("/api/flows", "{\"dpid\": 42}");
        Answer other = client.post("/api/flows", "{\"dpid\": 42, \"priority\": 300}");

        assertThat(first.status()).isLessThan(300);
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().get("field").asText()).isEqualTo("Idempotency-Key");
        assertThat(api.get("/api/flows").json().get("total").asInt()).isEqualTo(entries);
    }

    @Test
    void shouldChangeARuleOnlyAsItWasSeen() {
        String id = api.get("/api/mitigation/rules").json().at("/items/0/id").asText();
        String path = "/api/mitigation/rules/" + id;
        String tag = api.get(path).header("ETag");

        assertThat(api.with(Map.of("If-None-Match", tag)).get(path).status()).isEqualTo(304);
        Answer stale = api.with(Map.of("If-Match", "\"other\"")).delete(path);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().get("type").asText()).isEqualTo("/problems/precondition-failed");
        assertThat(api.get(path).status()).isEqualTo(200);
        assertThat(api.with(Map.of("If-Match", tag)).delete(path).status()).isEqualTo(204);
    }

    @Test
    void shouldGiveTheSameAnswerToAllWhoAskWithinTheMoment() {
        String path = "/api/traffic/flows?limit=7";
        Answer first = api.get(path);
        long shared = api.counters.counter("sentinel_api_snapshots_total", "").value();
        for (int i = 0; i < 20 && shared == 0; i++) {
            assertThat(api.get(path).raw().body()).isEqualTo(first.raw().body());
            shared = api.counters.counter("sentinel_api_snapshots_total", "").value();
        }

        assertThat(shared).isPositive();
        assertThat(first.header("Content-Type")).isEqualTo("application/json");
    }
}
