package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.domain.auth.Role;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class KeysTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @Test
    void shouldBeOpenOnLoopbackUntilThereIsAKey() {
        assertThat(api.get("/api/switches").status()).isEqualTo(200);

        Answer made = api.post("/api/auth/keys", "{\"role\":\"admin\",\"name\":\"first\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(api.get("/api/switches").status()).isEqualTo(401);
        assertThat(with(made.json().get("api_key").asText())
                        .get("/api/switches")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldShowAKeyOnceAndKeepOnlyItsHash() {
        Answer made = api.post("/api/auth/keys", "{\"role\":\"admin\"}");
        String key = made.json().get("api_key").asText();
        String secret = key.split("_", 3)[2];

        assertThat(made.header("Location"))
                .isEqualTo("/api/auth/keys/" + made.json().get("id").asText());
        assertThat(with(key).get("/api/auth/keys").raw().body())
                .contains(made.json().get("id").asText())
                .doesNotContain(secret);
        assertThat(api.history.keys())
                .singleElement()
                .satisfies(stored -> assertThat(stored.salt() + stored.hash() + stored.name() + stored.id() + stored)
                        .doesNotContain(secret));
        assertThat(api.history.audit.toString()).contains("POST /api/auth/keys").doesNotContain(secret);
    }

    @Test
    void shouldRefuseARevokedKeyAtOnceAndItsTokensToo() {
        api.requireKeys();
        String key = api.keyOf(Role.VIEWER);
        String token = token(key);
        assertThat(with(key).get("/api/switches").status()).isEqualTo(200);
        assertThat(with(token).get("/api/switches").status()).isEqualTo(200);

        String id = key.split("_", -1)[1];
        assertThat(api.as(Role.ADMIN).delete("/api/auth/keys/" + id).status()).isEqualTo(204);

        assertThat(with(key).get("/api/switches").status()).isEqualTo(401);
        assertThat(with(token).get("/api/switches").status()).isEqualTo(401);
        assertThat(api.as(Role.ADMIN).delete("/api/auth/keys/" + id).status()).isEqualTo(404);
    }

    @Test
    void shouldStayClosedToOthersWhenTheLastKeyIsRevoked() throws IOException {
        try (ApiFixture reachable = new ApiFixture(ApiConfig.at("0.0.0.0", 0, false), true)) {
            String admin = reachable.keyOf(Role.ADMIN);
            for (Role role : Role.values()) {
                String id = reachable.keyOf(role).split("_", -1)[1];
                if (role != Role.ADMIN) {
                    reachable.as(Role.ADMIN).delete("/api/auth/keys/" + id);
                }
            }
            new ApiClient(reachable.server.port(), Map.of("X-API-Key", admin))
                    .send("DELETE", "/api/auth/keys/" + admin.split("_", -1)[1], null, null);

            assertThat(reachable.history.keys()).isEmpty();
            assertThat(reachable.get("/api/switches").status()).isEqualTo(401);
        }
    }

    @Test
    void shouldGiveATokenForAKey() {
        api.requireKeys();
        Answer answer = api.post("/api/auth/token", "{\"api_key\":\"" + api.keyOf(Role.OPERATOR) + "\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().get("expires_in").asLong()).isEqualTo(3600);
        assertThat(answer.json().get("role").asText()).isEqualTo("operator");
        Answer me = with(answer.json().get("access_token").asText()).get("/api/auth/me");
        assertThat(me.json().get("role").asText()).isEqualTo("operator");
        assertThat(me.json().get("open").asBoolean()).isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoKeyOfOurs() {
        api.requireKeys();
        String key = api.keyOf(Role.ADMIN);
        String flipped = key.substring(0, key.length() - 5) + (key.endsWith("AAAAA") ? "BBBBB" : "AAAAA");
        String token = token(key);
        String unsigned = token.substring(0, token.lastIndexOf('.') + 1);
        String none = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJzZW50aW5lbCIsInN1YiI6IjAifQ.";

        for (String wrong : new String[] {
            flipped, key + "A", "snt_", "snt_0000000000000000_x", unsigned, none, token + "x", "a.b.c", ""
        }) {
            Answer refused = with(wrong).get("/api/switches");
            assertThat(refused.status()).as(wrong).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(refused.raw().body()).doesNotContain(wrong.isEmpty() ? "never" : wrong);
        }
        assertThat(new ApiClient(api.server.port(), Map.of("Authorization", "Basic YTpi"))
                        .send("GET", "/api/switches", null, null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void shouldSlowDownWhoTriesKeysWithoutHinderingThoseWhoHaveOne() {
        api.requireKeys();
        String key = api.keyOf(Role.VIEWER);
        assertThat(with(key).get("/api/switches").status()).isEqualTo(200);
        String stem = key.substring(0, key.length() - 43);
        int limited = 0;
        for (int i = 0; i < 40; i++) {
            Answer refused = with(stem + "%043d".formatted(i)).get("/api/switches");
            assertThat(refused.status()).isIn(401, 429);
            limited += refused.status() == 429 ? 1 : 0;
        }

        assertThat(limited).isPositive();
        assertThat(with(key).get("/api/switches").status()).isEqualTo(200);
    }

    @Test
    void shouldRefuseABadRoleOrName() {
        assertThat(api.post("/api/auth/keys", "{\"role\":\"root\"}").status()).isEqualTo(422);
        assertThat(api.post("/api/auth/keys", "{}").status()).isEqualTo(422);
        assertThat(api.post("/api/auth/keys", "{\"role\":\"admin\",\"name\":\"" + "x".repeat(101) + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api.history.keys()).isEmpty();
    }

    @Test
    void shouldRefuseToStartForOthersWithoutAKeyAndStartWithOne() throws IOException {
        assertThatThrownBy(() -> ApiServer.start(ApiConfig.at("0.0.0.0", 0, false), api.parts()))
                .hasMessageContaining("no API key exists");
        api.post("/api/auth/keys", "{\"role\":\"admin\"}");

        try (ApiServer server = ApiServer.start(ApiConfig.at("0.0.0.0", 0, false), api.parts())) {
            assertThat(new ApiClient(server.port())
                            .send("GET", "/api/switches", null, null)
                            .status())
                    .isEqualTo(401);
        }
    }

    private String token(String key) {
        return api.post("/api/auth/token", "{\"api_key\":\"" + key + "\"}")
                .json()
                .get("access_token")
                .asText();
    }

    private ApiFixture.Client with(String secret) {
        return api.with(Map.of("Authorization", "Bearer " + secret));
    }
}
