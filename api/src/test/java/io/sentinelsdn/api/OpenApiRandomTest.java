package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.domain.auth.Role;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Requests made up from the OpenAPI document; the fixture holds each answer against the document. */
class OpenApiRandomTest {
    private static final int REQUESTS = 1_500;
    private static final List<String> STATE = List.of(
            "/api/mitigation/rules",
            "/api/mitigation/allowlist",
            "/api/mitigation/blacklist",
            "/api/mitigation/plans",
            "/api/slices",
            "/api/flows",
            "/api/auth/keys",
            "/api/ddos/detections",
            "/api/models",
            "/api/blocked-ips");

    @Test
    void shouldAnswerAsDescribedAndChangeNothingWhenItRefuses() throws IOException {
        try (ApiFixture api = new ApiFixture(ApiConfig.at("127.0.0.1", 0, false), true)) {
            OpenApiRequests requests = new OpenApiRequests(ApiContract.shared(), 20_261_121);
            TreeMap<Integer, Integer> statuses = new TreeMap<>();
            JsonNode[] before = state(api);
            for (int i = 0; i < REQUESTS; i++) {
                OpenApiRequests.Made made = requests.next();
                Answer answer = api.as(Role.ADMIN).send(made.method(), made.target(), made.contentType(), made.body());

                statuses.merge(answer.status(), 1, Integer::sum);
                assertThat(answer.status()).as(made::toString).isNotIn(500, 501, 502);
                if (answer.status() >= 400 && !made.method().equals("HEAD")) {
                    assertThat(answer.header("Content-Type")).as(made::toString).isEqualTo("application/problem+json");
                }
                if (!Set.of("GET", "HEAD", "OPTIONS").contains(made.method())) {
                    JsonNode[] after = state(api);
                    if (answer.status() >= 400) {
                        assertThat(after).as(made::toString).isEqualTo(before);
                    }
                    before = after;
                }
            }
            assertThat(statuses).containsKeys(200, 201, 204, 400, 404, 405, 415, 422);
            assertThat(api.get("/health").status()).isEqualTo(200);
        }
    }

    private static JsonNode[] state(ApiFixture api) {
        return STATE.stream().map(path -> api.as(Role.ADMIN).get(path).json()).toArray(JsonNode[]::new);
    }
}
