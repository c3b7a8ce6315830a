package io.sentinelsdn.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.auth.Keyring;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.metric.Counters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A server on a free port with fakes behind it, and a client. */
final class ApiFixture implements AutoCloseable {
    final FakeHouse house = new FakeHouse();
    final FakeDesk desk = new FakeDesk();
    final FakeFeedback feedback = new FakeFeedback(house);
    final FakeStatistics statistics = new FakeStatistics();
    final FakeFlowDesk flowDesk = new FakeFlowDesk();
    final FakeHistory history = new FakeHistory();
    final FakeModels models = new FakeModels();
    final FakeLogs logs = new FakeLogs();
    final FakeSettings settings = new FakeSettings();
    final Counters counters = new Counters();
    private final Map<Role, String> keys = new EnumMap<>(Role.class);
    final ApiServer server;

    private final HttpClient client = HttpClient.newHttpClient();

    /** A server that serves everybody. */
    static ApiFixture open() {
        return open(ApiConfig.at("127.0.0.1", 0, false));
    }

    /** The same as the constructor, for a test's field. */
    static ApiFixture open(ApiConfig config) {
        try {
            return new ApiFixture(config);
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    ApiFixture() throws IOException {
        this(ApiConfig.at("127.0.0.1", 0, false));
    }

    ApiFixture(ApiConfig config) throws IOException {
        this(config, false);
    }

    /**
     * A server.
     *
     * @param withKeys whether there is a key of each role from the start
     */
    ApiFixture(ApiConfig config, boolean withKeys) throws IOException {
        if (withKeys) {
            makeKeys();
        }
        history.saveDetection(FakeHouse.detection("d-live", DetectionStatus.DETECTED));
        history.saveDetection(FakeHouse.detection("d-old", DetectionStatus.ENDED));
        history.savePlan(FakeHouse.plan("p-1", "d-live"));
        server = ApiServer.start(config, parts());
    }

    /** From now on a key is needed; there is one of each role, named after it. */
    void requireKeys() {
        String admin = post("/api/auth/keys", "{\"role\":\"admin\",\"name\":\"admin\"}")
                .json()
                .get("api_key")
                .asText();
        keys.put(Role.ADMIN, admin);
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR, Role.GATEWAY)) {
            String body = "{\"role\":\"" + role.wireName() + "\",\"name\":\"" + role.wireName() + "\"}";
            keys.put(
                    role,
                    as(Role.ADMIN)
                            .post("/api/auth/keys", body)
                            .json()
                            .get("api_key")
                            .asText());
        }
    }

    private void makeKeys() {
        Keyring keyring = new Keyring(history, Clock.systemUTC());
        for (Role role : Role.values()) {
            keys.put(role, keyring.create(role.wireName(), role).text());
        }
    }

    String keyOf(Role role) {
        return keys.get(role);
    }

    /** A client with the key of this role. */
    Client as(Role role) {
        return with(Map.of("X-API-Key", keyOf(role)));
    }

    Client with(Map<String, String> headers) {
        return new Client(headers);
    }

    /** A client with headers of its own. */
    final class Client {
        private final Map<String, String> headers;

        private Client(Map<String, String> headers) {
            this.headers = headers;
        }

        Answer get(String path) {
            return send("GET", path, null);
        }

        Answer delete(String path) {
            return send("DELETE", path, null);
        }

        Answer post(String path, String body) {
            return send("POST", path, body);
        }

        Answer send(String method, String path, String body) {
            return send(method, path, body == null ? null : "application/json", body);
        }

        Answer send(String method, String path, String contentType, String body) {
            return checked(method, path, new ApiClient(server.port(), headers).send(method, path, contentType, body));
        }
    }

    ApiParts parts() {
        return new ApiParts(
                house,
                statistics,
                flowDesk,
                new FakeSlices(),
                house,
                desk,
                feedback,
                history,
                history.series(),
                models,
                logs,
                settings,
                counters,
                "1.2.3",
                () -> Map.of("store", Map.of("status", "ok")));
    }

    /** An answer with its body as JSON, if it is JSON. */
    record Answer(int status, HttpResponse<String> raw, JsonNode json) {
        String header(String name) {
            return raw.headers().firstValue(name).orElse(null);
        }
    }

    Answer get(String path) {
        return send("GET", path, null, null);
    }

    Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    Answer post(String path, String body) {
        return send("POST", path, "application/json", body);
    }

    CompletableFuture<HttpResponse<String>> blockLater() {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/api/mitigation/block"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"ip\":\"192.0.2.7\"}"))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    Answer send(String method, String path, String contentType, String body) {
        return checked(method, path, new ApiClient(server.port()).send(method, path, contentType, body));
    }

    /** No test gets an answer that the OpenAPI document does not describe. */
    private static Answer checked(String method, String path, Answer answer) {
        ApiContract.shared()
                .check(
                        method,
                        path,
                        answer.status(),
                        answer.header("Content-Type"),
                        answer.raw().body());
        return answer;
    }

    @Override
    public void close() {
        server.close();
    }
}
