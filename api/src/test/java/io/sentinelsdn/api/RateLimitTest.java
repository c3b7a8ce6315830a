package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.api.http.RateLimiter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void shouldLetSoManyAtOnceAndThenSoManyASecond() {
        RateLimiter limiter = new RateLimiter(2, 4, 10);
        long now = 1234;
        for (int i = 0; i < 4; i++) {
            assertThat(limiter.take("a", now)).isZero();
        }

        assertThat(limiter.take("a", now)).isEqualTo(SECOND / 2);
        assertThat(limiter.take("b", now)).isZero();
        assertThat(limiter.take("a", now + SECOND / 2)).isZero();
        assertThat(limiter.take("a", now + SECOND / 2)).isEqualTo(SECOND / 2);
        assertThat(limiter.take("a", now + 100 * SECOND)).isZero();
    }

    @Test
    void shouldRememberOnlySoManyClients() {
        RateLimiter limiter = new RateLimiter(1, 1, 100);
        for (int i = 0; i < 10_000; i++) {
            limiter.take("client " + i, 0);
        }

        assertThat(limiter.size()).isEqualTo(100);
        assertThat(limiter.take("client 9999", 0)).isPositive();
    }

    @Test
    void shouldAnswer429WithTheTimeToWait() throws IOException {
        ApiSecurity strict = new ApiSecurity(1, true, List.of(), null, null, Duration.ofHours(1));
        try (ApiFixture api = new ApiFixture(ApiConfig.at("127.0.0.1", 0, false).with(strict))) {
            Answer last = api.get("/health");
            for (int i = 0; i < 50 && last.status() == 200; i++) {
                last = api.get("/health");
            }

            assertThat(last.status()).isEqualTo(429);
            assertThat(last.header("Retry-After")).isEqualTo("1");
            assertThat(last.json().get("type").asText()).isEqualTo("/problems/too-many-requests");
            assertThat(api.counters.counter("sentinel_api_limited_total", "").value())
                    .isPositive();
        }
    }

    @Test
    void shouldNotLimitClientsOnThisMachineUnlessTold() throws IOException {
        ApiSecurity standard = new ApiSecurity(1, false, List.of(), null, null, Duration.ofHours(1));
        try (ApiFixture api = new ApiFixture(ApiConfig.at("127.0.0.1", 0, false).with(standard))) {
            for (int i = 0; i < 20; i++) {
                assertThat(api.get("/health").status()).isEqualTo(200);
            }
        }
    }
}
