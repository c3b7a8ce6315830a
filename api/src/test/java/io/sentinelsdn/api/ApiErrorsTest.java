package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.ApiFixture.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiErrorsTest {
    private static final String BLOCK = "/api/mitigation/block";

    private ApiFixture api;

    @BeforeEach
    void start() throws Exception {
        Duration patience = Duration.ofSeconds(10);
        api = new ApiFixture(new ApiConfig(
                "127.0.0.1",
                0,
                false,
                512,
                1 << 20,
                patience,
                patience,
                Duration.ofSeconds(1),
                16,
                ApiSecurity.standard()));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldAnswerBadJsonWithLineAndColumn() {
        Answer answer = api.post(BLOCK, "{\n  \"ip\": nonsense\n}");

        expect(answer, 400, "invalid-json");
        assertThat(answer.json().get("line").asInt()).isEqualTo(2);
        assertThat(answer.json().get("column").asInt()).isPositive();
        assertThat(answer.json().get("detail").asText()).startsWith("line 2, column ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"ip\":\"10.0.0.5\"} more", "{\"ip\":\"10.0.0.5\",\"ip\":\"10.0.0.6\"}", "\u0000"})
    void shouldRefuseWhatIsNotOneJsonDocument(String body) {
        expect(api.post(BLOCK, body), 400, "invalid-json");
    }

    @Test
    void shouldRefuseDeepNesting() {
        expect(api.post(BLOCK, "[".repeat(100_000)), 400, "invalid-json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ip\":\"10.0.0.256\"} | ip",
                "{\"ip\":\"10.0.0.1/33\"} | ip",
                "{\"ip\":\"example.org\"} | ip",
                "{\"ip\":7} | ip",
                "{\"ip\":\"\"} | ip",
                "{\"ip\":\"0.0.0.0/0\"} | ip",
                "{\"ip\":\"10.0.0.5\",\"duration_seconds\":0} | duration_seconds",
                "{\"ip\":\"10.0.0.5\",\"duration_seconds\":65536} | duration_seconds",
                "{\"ip\":\"10.0.0.5\",\"duration_seconds\":1.5} | duration_seconds",
                "{\"ip\":\"10.0.0.5\",\"duration_seconds\":1e400} | duration_seconds",
                "{\"ip\":\"10.0.0.5\",\"duration_seconds\":\"60\"} | duration_seconds",
                "{\"ip\":\"10.0.0.5\",\"duration_seconds\":null} | duration_seconds",
                "{\"ip\":\"10.0.0.5\",\"reason\":[]} | reason",
                "{\"ip\":\"10.0.0.5\",\"reason\":\"a\\nb\"} | reason",
            })
    void shouldNameTheFieldWithABadValue(String body, String field) {
        Answer answer = api.post(BLOCK, body);

        expect(answer, 422, "invalid-value");
        assertThat(answer.json().get("field").asText()).isEqualTo(field);
        assertThat(answer.json().has("allowed")).isTrue();
    }

    @Test
    void shouldNameMissingAndUnknownFields() {
        Answer missing = api.post(BLOCK, "{}");
        expect(missing, 422, "missing-value");
        assertThat(missing.json().get("field").asText()).isEqualTo("ip");

        Answer unknown = api.post(BLOCK, "{\"ip\":\"10.0.0.5\",\"duration\":5}");
        expect(unknown, 422, "unknown-field");
        assertThat(unknown.json().get("field").asText()).isEqualTo("duration");
        assertThat(unknown.json().get("allowed")).hasSize(3);

        expect(api.post(BLOCK, "[]"), 422, "invalid-value");
        expect(api.post("/api/mitigation/allowlist", "{\"reason\":\"x\"}"), 422, "missing-value");
        expect(
                api.post("/api/mitigation/allowlist", "{\"entry\":\"10.0.0.5\",\"ip\":\"10.0.0.5\"}"),
                422,
                "invalid-value");
        expect(api.post("/api/system/update", "{\"mitigation_mode\":\"maybe\"}"), 422, "invalid-value");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/switches?limit=0, limit, invalid-value",
        "/api/switches?limit=1001, limit, invalid-value",
        "/api/switches?limit=ten, limit, invalid-value",
        "/api/switches?limit=, limit, invalid-value",
        "/api/switches?offset=-1, offset, invalid-value",
        "/api/switches?offset=99999999999, offset, invalid-value",
        "/api/switches?since=yesterday, since, invalid-value",
        "/api/switches?until=2026-01-01, until, invalid-value",
        "/api/switches?until=+999999999-01-01T00:00:00Z, until, invalid-value",
        "/api/switches?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z, since, invalid-value",
        "/api/switches?limit=1&limit=2, limit, invalid-value",
        "/api/switches?colour=red, colour, unknown-parameter",
        "/health?x, x, unknown-parameter",
        "/api/traffic/flows?ip=host, ip, invalid-value",
        "/api/traffic/flows?protocol=smtp, protocol, invalid-value",
        "/api/traffic/flows?switch=s1, switch, invalid-value",
        "/api/traffic/top-talkers?direction=up, direction, invalid-value",
        "/api/mitigation/rules?owner=me, owner, invalid-value",
    })
    void shouldNameTheParameterWithABadValue(String path, String field, String type) {
        Answer answer = api.get(path);

        expect(answer, 422, type);
        assertThat(answer.json().get("field").asText()).isEqualTo(field);
    }

    @Test
    void shouldAnswer404And405WithAllow() {
        expect(api.get("/api/nothing"), 404, "not-found");
        expect(api.get("/api/switches/"), 404, "not-found");

        Answer wrongMethod = api.send("PUT", "/api/mitigation/rules", "application/json", "{}");
        expect(wrongMethod, 405, "method-not-allowed");
        assertThat(wrongMethod.header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS");
        expect(api.delete("/api/switches"), 405, "method-not-allowed");
        expect(api.get(BLOCK), 405, "method-not-allowed");
    }

    @Test
    void shouldAnswer409WithTheWordsOfTheRefusal() {
        Answer answer = api.post(BLOCK, "{\"ip\":\"10.0.0.1\"}");

        expect(answer, 409, "conflict");
        assertThat(answer.json().get("detail").asText()).isEqualTo("10.0.0.1 is allow-listed");
    }

    @Test
    void shouldAnswer413ToALargeBody() {
        Answer answer = api.post(BLOCK, "{\"ip\":\"" + "1".repeat(3 << 20) + "\"}");

        expect(answer, 413, "body-too-large");
        assertThat(answer.json().get("allowed").asInt()).isEqualTo(1 << 20);
        assertThat(api.get("/health").status()).isEqualTo(200);
    }

    @Test
    void shouldAnswer415ToOtherMediaTypes() {
        expect(api.send("POST", BLOCK, "text/plain", "{}"), 415, "unsupported-media-type");
        expect(api.send("POST", BLOCK, null, "{}"), 415, "unsupported-media-type");
        expect(api.send("POST", BLOCK, "application/json; charset=latin1", "{}"), 415, "unsupported-media-type");
        assertThat(api.send("POST", BLOCK, "Application/JSON; charset=\"UTF-8\"", "{\"ip\":\"192.0.2.7\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void shouldNotBeBrokenByHalvesOfCharacters() {
        expect(api.post(BLOCK, "{\"\\ud800\":1}"), 400, "invalid-json");
        expect(api.post(BLOCK, "{\"ip\":\"\\udc00\"}"), 422, "invalid-value");
        expect(api.post(BLOCK, "{\"ip\":\"192.0.2.7\",\"reason\":\"\\ud800\"}"), 422, "invalid-value");
        expect(api.get("/" + "a".repeat(198) + "%F0%9F%98%80"), 404, "not-found");
        expect(api.post(BLOCK, "{\"" + "a".repeat(199) + "😀\":1}"), 422, "unknown-field");
    }

    @Test
    void shouldAnswer503WhenTheStoreCannotBeRead() {
        api.history.broken = true;

        Answer answer = api.get("/api/ddos/detections");

        expect(answer, 503, "store");
        assertThat(answer.json().get("detail").asText()).isEqualTo("the store is busy");
    }

    @Test
    void shouldAnswer503WhenMitigationDoesNotAnswer() {
        api.desk.pending = new CompletableFuture<>();

        Answer answer = api.post(BLOCK, "{\"ip\":\"10.0.0.5\"}");

        expect(answer, 503, "timeout");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void shouldAnswerHeadAndOptions() throws Exception {
        Answer get = api.get("/health");
        Answer head = api.send("HEAD", "/health", null, null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.raw().body()).isEmpty();
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        assertThat(head.header("Content-Length")).isNotEqualTo("0");
        assertThat(api.send("HEAD", "/none", null, null).status()).isEqualTo(404);

        Answer options = api.send("OPTIONS", "/api/mitigation/block", null, null);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo("OPTIONS, POST");
        assertThat(options.header("Access-Control-Allow-Origin")).isNull();
        assertThat(api.send("OPTIONS", "/none", null, null).status()).isEqualTo(404);
    }

    @Test
    void shouldSendSecurityHeadersWithEveryAnswer() {
        for (String path : new String[] {"/", "/health", "/none"}) {
            Answer answer = api.get(path);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, 200",
        "127.0.0.1, 200",
        "[::1]:8080, 200",
        "attacker.example, 403",
        "localhost.attacker.example, 403",
    })
    void shouldAnswerOnlyToOurOwnNamesWhileItIsOpen(String host, int status) throws IOException {
        assertThat(raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /health?%ff=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "NONSENSE\r\n\r\n",
            })
    void shouldAnswer400ToWhatCannotBeRead(String request) throws IOException {
        assertThat(raw(request)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void shouldReadAChunkedBody() throws IOException {
        String body = "{\"ip\":\"192.0.2.9\"}";
        assertThat(raw("POST /api/mitigation/block HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        + "5\r\n" + body.substring(0, 5) + "\r\n"
                        + Integer.toHexString(body.length() - 5) + "\r\n" + body.substring(5) + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 201 ");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void expect(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("type").asText()).isEqualTo("/problems/" + type);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asText()).isNotBlank();
        assertThat(answer.json().get("detail").asText()).isNotBlank();
    }
}
