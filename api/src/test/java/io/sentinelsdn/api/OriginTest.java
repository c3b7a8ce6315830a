package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.ApiFixture.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OriginTest {
    private static final String NOC = "https://noc.example.org";

    @AutoClose
    private final ApiFixture api = ApiFixture.open(ApiConfig.at("127.0.0.1", 0, false)
            .with(new ApiSecurity(0, false, List.of(NOC), null, null, Duration.ofHours(1))));

    @Test
    void shouldLetPagesOfTheListReadAndAsk() {
        RawHttp.Answer read = ask("GET", "/api/switches", NOC, "");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("Access-Control-Allow-Origin")).isEqualTo(NOC);

        RawHttp.Answer preflight =
                ask("OPTIONS", "/api/mitigation/block", NOC, "Access-Control-Request-Method: POST\r\n");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization", "Idempotency-Key");
    }

    @Test
    void shouldTellOtherPagesNothingAndLetThemChangeNothing() {
        RawHttp.Answer read = ask("GET", "/api/switches", "https://evil.example", "");
        assertThat(read.header("Access-Control-Allow-Origin")).isNull();
        RawHttp.Answer preflight = ask(
                "OPTIONS", "/api/mitigation/block", "https://evil.example", "Access-Control-Request-Method: POST\r\n");
        assertThat(preflight.header("Access-Control-Allow-Methods")).isNull();

        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
            RawHttp.Answer change = ask("DELETE", "/api/mitigation/rules?owner=user", origin, "");
            assertThat(change.status()).as(origin).isEqualTo(403);
            assertThat(change.body()).contains("/problems/forbidden-origin");
        }
        assertThat(api.history.audit).isEmpty();
    }

    @Test
    void shouldLetItsOwnPagesChangeThings() {
        String own = "http://127.0.0.1:" + api.server.port();

        assertThat(ask("DELETE", "/api/mitigation/rules?owner=user", own, "").status())
                .isEqualTo(200);
    }

    @Test
    void shouldAnswerOptionsWithWhatIsAllowed() {
        Answer answer = api.send("OPTIONS", "/api/mitigation/blacklist", null, null);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    private RawHttp.Answer ask(String method, String path, String origin, String more) {
        return RawHttp.ask(
                api.server.port(),
                method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + api.server.port() + "\r\nOrigin: " + origin
                        + "\r\n" + more + "Connection: close\r\n\r\n");
    }
}
