package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.auth.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every route and every role. */
class RolesTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @BeforeEach
    void start() throws IOException {
        api.requireKeys();
    }

    @Test
    void shouldLetEachRoleDoWhatTheRoutesSayAndNothingElse() {
        for (Route route : api.server.routes()) {
            for (Role role : Role.values()) {
                int status = ask(route, api.keyOf(role));
                String what = role + " " + route.method() + " " + route.template();
                if (route.admits(role)) {
                    assertThat(status).as(what).isNotIn(401, 403);
                } else {
                    assertThat(status).as(what).isEqualTo(403);
                }
            }
        }
    }

    @Test
    void shouldAskForAKeyOnEveryRouteThatIsNotOpen() {
        for (Route route : api.server.routes()) {
            int status = ask(route, null);
            String what = route.method() + " " + route.template();
            if (route.traits().role() == null) {
                assertThat(status).as(what).isNotIn(401, 403);
            } else {
                assertThat(status).as(what).isEqualTo(401);
            }
        }
    }

    @Test
    void shouldOpenOnlyWhatSaysNothingAboutTheNetwork() {
        Set<String> open = new TreeSet<>();
        for (Route route : api.server.routes()) {
            if (route.traits().role() == null) {
                open.add(route.method() + " " + route.template());
            }
        }

        assertThat(open).containsExactly(OPEN.toArray(String[]::new));
    }

    private static final List<String> OPEN = List.of(
            "GET /",
            "GET /api/auth/me",
            "GET /docs",
            "GET /docs/{file}",
            "GET /health",
            "GET /openapi.json",
            "POST /api/auth/token");

    @Test
    void shouldKeepWhatChangesSentinelItselfForAdministrators() {
        for (Route route : api.server.routes()) {
            String path = route.template();
            boolean aboutItself = path.startsWith("/api/auth/keys")
                    || path.equals("/api/system/update")
                    || path.equals("/api/system/audit");
            if (aboutItself) {
                assertThat(route.traits().role()).as(path).isEqualTo(Role.ADMIN);
            }
        }
    }

    @Test
    void shouldCountEveryRouteThatIsNoGetAndNoQuestionAsAChange() {
        Set<String> questions = new TreeSet<>();
        for (Route route : api.server.routes()) {
            if (!route.method().equals("GET") && !route.traits().changes()) {
                questions.add(route.method() + " " + route.template());
            }
        }

        assertThat(questions)
                .containsExactly(
                        "POST /api/auth/token",
                        "POST /api/detection/analyze",
                        "POST /api/gateway-status",
                        "POST /api/logs",
                        "POST /api/model-prediction");
    }

    @Test
    void shouldSayWhichRoleItTakes() {
        Answer refused = api.as(Role.VIEWER).post("/api/mitigation/block", "{\"ip\":\"192.0.2.7\"}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("type").asText()).isEqualTo("/problems/forbidden");
        assertThat(refused.json().get("allowed").asText()).isEqualTo("operator");
        assertThat(api.desk.rules()).noneMatch(rule -> rule.toString().contains("192.0.2.7"));
    }

    /** A live route is asked with HEAD: it would never end. */
    private int ask(Route route, String key) {
        String path = route.template().replaceAll("\\{[^}]*}", "0");
        String method = route.traits().live() ? "HEAD" : route.method();
        Map<String, String> headers = key == null ? Map.of() : Map.of("Authorization", "Bearer " + key);
        String body = Set.of("POST", "PUT").contains(method) ? "{}" : null;
        return new ApiClient(api.server.port(), headers)
                .send(method, path, body == null ? null : "application/json", body)
                .status();
    }
}
