package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.ApiFixture.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Thousands of requests that are nearly right: none may be our fault. */
class ApiRandomTest {
    private static final int REQUESTS = 5_000;
    private static final List<String> WORDS = List.of(
            "",
            "0",
            "-1",
            "1e9",
            "99999999999999999999",
            "null",
            "10.0.0.1",
            "10.0.0.0/8",
            "0.0.0.0/0",
            "2001:db8::1",
            "::",
            ":::",
            "::ffff:1.2.3.4",
            "1.2.3.4.5",
            "2026-01-01T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "tcp",
            "user",
            "auto",
            "off",
            "true",
            "source",
            "d-live",
            "r-auto",
            "p-1",
            "000000000000002a",
            "0x",
            "é€😀",
            "\u0000",
            "\\ud800",
            "a/b",
            "..",
            "%",
            "\"",
            "{",
            "a".repeat(300));
    private static final List<String> NAMES = List.of(
            "limit",
            "offset",
            "since",
            "until",
            "ip",
            "protocol",
            "switch",
            "owner",
            "direction",
            "dry_run",
            "entry",
            "reason",
            "duration_seconds",
            "mitigation_mode",
            "dpid",
            "match",
            "actions",
            "table_id",
            "cookie",
            "other");
    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "POST", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "PATCH");

    private final Random random = new Random(20_260_301);

    @Test
    void shouldNeverAnswerWithAServerError() throws IOException {
        try (ApiFixture api = new ApiFixture()) {
            List<String> templates = api.server.routes().stream()
                    .map(route -> route.template())
                    .distinct()
                    .filter(template -> !template.equals("/api/events"))
                    .toList();
            for (int i = 0; i < REQUESTS; i++) {
                String method = pick(METHODS);
                String path = path(pick(templates)) + query();
                String body = body();
                Answer answer =
                        api.send(method, path, pick(List.of("application/json", "application/json", "x/y")), body);

                assertThat(answer.status()).as("%s %s %s", method, path, body).isBetween(200, 499);
                if (answer.status() >= 400 && !method.equals("HEAD")) {
                    assertThat(answer.json().get("type").asText()).startsWith("/problems/");
                }
            }
        }
    }

    private String path(String template) {
        StringBuilder path = new StringBuilder();
        for (String segment : template.substring(1).split("/", -1)) {
            boolean change = segment.startsWith("{") || random.nextInt(20) == 0;
            path.append('/').append(change ? encode(pick(WORDS)) : segment);
        }
        return path.toString();
    }

    private String query() {
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            query.append(query.length() == 0 ? '?' : '&')
                    .append(pick(NAMES))
                    .append('=')
                    .append(encode(pick(WORDS)));
        }
        return query.toString();
    }

    private String body() {
        StringBuilder body = new StringBuilder("{");
        for (int i = random.nextInt(4); i > 0; i--) {
            String value = pick(WORDS);
            boolean bare = random.nextInt(4) == 0;
            body.append(body.length() == 1 ? "" : ",")
                    .append('"')
                    .append(pick(NAMES))
                    .append("\":")
                    .append(bare ? value : "\"" + value.replace("\"", "\\\"") + "\"");
        }
        return body.append(random.nextInt(20) == 0 ? "" : "}").toString();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
