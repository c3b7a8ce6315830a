package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.domain.flow.IncidentCookie;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Prefix;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans that wait for a person, and what a person asks for. */
class MitigateRoutesTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @BeforeEach
    void start() {
        api.history.savePlan(FakeHouse.plan("p-new", "d-live"));
    }

    @Test
    void shouldApproveAPlanOnce() {
        Answer approved = api.post("/api/mitigation/plans/p-new/approve", "");

        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.json().get("status").asText()).isEqualTo("active");
        assertThat(api.post("/api/mitigation/plans/p-new/approve", "").status()).isEqualTo(409);
        assertThat(api.post("/api/mitigation/plans/p-new/reject", "").status()).isEqualTo(409);
    }

    @Test
    void shouldShowTheCookieOfAnIncidentAndWhatItsPlanWasFoundToDo() {
        JsonNode plan = api.get("/api/mitigation/plans/p-new").json();

        long cookie = Long.parseUnsignedLong(plan.get("cookie").asText().substring(2), 16);
        assertThat(cookie).isEqualTo(IncidentCookie.of("d-live"));
        assertThat(cookie & ~IncidentCookie.MASK).isZero();
        assertThat(plan.get("cookie_mask").asText()).isEqualTo("0xffffffffff000000");
        assertThat(plan.at("/measured/collateral").asDouble()).isEqualTo(0.001);
        assertThat(plan.at("/measured/samples").asInt()).isEqualTo(70);
        assertThat(plan.at("/measured/good_samples").asInt()).isEqualTo(2);
        assertThat(plan.at("/measured/retreats").asInt()).isEqualTo(1);
    }

    @Test
    void shouldRejectAPlan() {
        assertThat(api.post("/api/mitigation/plans/p-new/reject", "")
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("rejected");
    }

    @Test
    void shouldNotKnowAPlanNobodyMade() {
        assertThat(api.post("/api/mitigation/plans/nothing/approve", "").status())
                .isEqualTo(404);
    }

    @Test
    void shouldAnswerTheRulesThatWereAskedFor() {
        Answer made = api.post(
                "/api/ddos/mitigate",
                "{\"target_ip\": \"10.0.0.4\", \"action\": \"rate_limit\", \"duration_seconds\": 60}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().at("/items/0/id").asText()).isEqualTo("r-manual");
        assertThat(api.desk.asked.target()).isEqualTo(Prefix.parse("10.0.0.4"));
        assertThat(api.desk.asked.action()).isEqualTo("rate_limit");
        assertThat(api.desk.asked.duration()).isEqualTo(Duration.ofMinutes(1));
        assertThat(api.desk.asked.packetsPerSecond()).isEqualTo(100);
    }

    @Test
    void shouldSayWhetherSwitchesTookIt() {
        api.desk.answer = Status.PENDING;
        assertThat(api.post("/api/ddos/mitigate", "{\"source_ip\": \"fd00::7\"}")
                        .status())
                .isEqualTo(202);
        api.desk.answer = Status.FAILED;
        assertThat(api.post("/api/ddos/mitigate", "{\"source_ip\": \"fd00::7\"}")
                        .status())
                .isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 422",
                "{\"source_ip\": \"10.0.0.1\", \"target_ip\": \"10.0.0.2\"} | 422",
                "{\"source_ip\": \"ten\"} | 422",
                "{\"source_ip\": \"10.0.0.1\", \"action\": \"shout\"} | 422",
                "{\"source_ip\": \"10.0.0.1\", \"duration_seconds\": 0} | 422",
                "{\"source_ip\": \"10.0.0.1\", \"packets_per_second\": 0} | 422",
                "{\"target_ip\": \"10.0.0.1\", \"action\": \"redirect\"} | 409",
                "{\"ip\": \"10.0.0.1\"} | 422",
                "[1 | 400"
            })
    void shouldSayWhatIsWrong(String body, int status) {
        assertThat(api.post("/api/ddos/mitigate", body).status()).as(body).isEqualTo(status);
    }
}
