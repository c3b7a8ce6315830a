package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.flow.RuleState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayFleetTest {
    private static final String LOG = "{\"timestamp\":\"%s\",\"source_ip\":\"%s\",\"request_path\":\"%s\","
            + "\"request_method\":\"GET\",\"user_agent\":\"=cmd|' /C calc'!A1\",\"prediction\":\"%s\","
            + "\"confidence_score\":0.75,\"is_blocked\":%s,\"response_status_code\":429,\"response_time_ms\":2.5,"
            + "\"request_size_bytes\":120,\"gateway_id\":\"gw-1\"}";

    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @Test
    void shouldTakeOneLogOrAList() {
        Answer one = api.post("/api/logs", log("192.0.2.1", "/a", "DDoS", "true"));
        Answer list = api.post(
                "/api/logs",
                "[" + log("192.0.2.1", "/b", "NORMAL", "0") + "," + log("2001:db8::1", "/c", "BLOCKED", "1") + "]");

        assertThat(one.status()).isEqualTo(200);
        assertThat(one.json().toString()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(list.status()).isEqualTo(200);
        JsonNode page = api.get("/api/requests?limit=2").json();
        assertThat(page.get("total").asInt()).isEqualTo(3);
        assertThat(page.get("page").asInt()).isEqualTo(1);
        assertThat(page.get("limit").asInt()).isEqualTo(2);
        assertThat(page.get("pages").asInt()).isEqualTo(2);
        JsonNode newest = page.get("requests").get(0);
        assertThat(newest.get("source_ip").asText()).isEqualTo("2001:db8::1");
        assertThat(newest.get("is_blocked").isInt()).isTrue();
        assertThat(newest.get("is_blocked").asInt()).isEqualTo(1);
        assertThat(api.get("/api/requests?limit=2&page=2").json().get("requests"))
                .hasSize(1);
        assertThat(api.get("/api/requests?source_ip=192.0.2.1&prediction=DDoS&is_blocked=true")
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.get("/api/requests?page=1&limit=100&hours=24&is_blocked=&source_ip=&prediction=")
                        .json()
                        .get("total")
                        .asInt())
                .as("filters without a value")
                .isEqualTo(3);
        assertThat(api.get("/api/blocked").json().get("total_blocked").asInt()).isEqualTo(2);
        assertThat(api.get("/api/blocked-ips").json()).hasSize(2);
        assertThat(api.get("/api/blocked-ips?limit=1&offset=1").json().at("/0/ip"))
                .isEqualTo(api.get("/api/blocked-ips").json().at("/1/ip"));
        assertThat(api.get("/api/blocked-ips?offset=2").json()).isEmpty();
    }

    @Test
    void shouldNameTheFieldAndTheIndexOfWhatIsWrongAndKeepNothing() {
        Answer answer = api.post(
                "/api/logs",
                "[" + log("192.0.2.1", "/", "NORMAL", "0") + "," + log("300.1.1.1", "/", "NORMAL", "0") + "]");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("field").asText()).isEqualTo("[1].source_ip");
        assertThat(answer.json().get("index").asInt()).isEqualTo(1);
        assertThat(answer.json().get("detail").asText())
                .startsWith("[1]: source_ip must be")
                .contains("300.1.1.1");
        assertThat(api.get("/api/requests").json().get("total").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source_ip|{}",
                "prediction|{'prediction':'ddos'}",
                "confidence_score|{'prediction':'DDoS','source_ip':'::1','request_path':'/','request_method':'GET','confidence_score':1.1}",
                "is_blocked|{'prediction':'DDoS','source_ip':'::1','request_path':'/','request_method':'GET','is_blocked':2}",
                "timestamp|{'prediction':'DDoS','timestamp':'2999-01-01T00:00:00Z'}",
                "timestamp|{'prediction':'DDoS','timestamp':'yesterday'}",
                "request_path|{'prediction':'DDoS','source_ip':'::1','request_method':'GET'}",
                "evil|{'evil':1}"
            })
    void shouldRefuseALogThatIsNot(String field, String body) {
        Answer answer = api.post("/api/logs", body.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("field").asText()).isIn(field, "prediction");
    }

    @Test
    void shouldRefuseMoreThanTenThousandAtOnce() {
        Answer answer = api.post("/api/logs", "[" + "{},".repeat(10_000) + "{}]");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("detail").asText()).contains("10001").contains("10000");
    }

    @Test
    void shouldSumUpWithTheNamesOfTheContract() {
        api.post("/api/logs", log("192.0.2.1", "/login", "DDoS", "true"));
        api.post("/api/logs", log("192.0.2.1", "/login", "BLOCKED", "true"));
        api.post("/api/logs", log("192.0.2.2", "/", "NORMAL", "false"));
        api.post("/api/logs", log("192.0.2.3", "/", "NORMAL", "false"));

        JsonNode stats = api.get("/api/stats?hours=24").json();

        assertThat(stats.get("time_range").asText()).isEqualTo("24h");
        assertThat(stats.get("total_requests").asInt()).isEqualTo(4);
        assertThat(stats.get("blocked_requests").asInt()).isEqualTo(2);
        assertThat(stats.get("normal_requests").asInt()).isEqualTo(2);
        assertThat(stats.get("blocking_rate").asDouble()).isEqualTo(50);
        assertThat(stats.get("avg_confidence").asDouble()).isEqualTo(0.75);
        assertThat(stats.get("requests_per_second").asDouble()).isEqualTo(4 / 86_400.0);
        assertThat(stats.get("top_attacking_ips").toString())
                .isEqualTo("[{\"ip\":\"192.0.2.1\",\"count\":2,\"avg_confidence\":0.75}]");
        assertThat(stats.get("top_targeted_paths").toString()).isEqualTo("[{\"path\":\"/login\",\"count\":2}]");
        assertThat(stats.get("by_hour")).isNotEmpty();
        assertThat(stats.at("/by_prediction/NORMAL").toString()).isEqualTo("{\"count\":2,\"percentage\":50.0}");
        assertThat(stats.at("/by_prediction/DDoS/count").asInt()).isEqualTo(1);
        assertThat(stats.at("/by_prediction/BLOCKED/count").asInt()).isEqualTo(1);
    }

    @Test
    void shouldBlockOnTheSwitchesAndEndItAgain() {
        Answer blocked = api.post("/api/block-ip", "{\"ip\":\"192.0.2.7\",\"duration_minutes\":5}");

        assertThat(blocked.status()).isEqualTo(200);
        assertThat(blocked.json().get("status").asText()).isEqualTo("success");
        assertThat(blocked.json().get("message").asText()).contains("192.0.2.7").contains("5 minutes");
        assertThat(rulesOf("192.0.2.7")).isEqualTo(1);
        JsonNode ip = api.get("/api/blocked-ips").json().get(0);
        assertThat(ip.get("ip").asText()).isEqualTo("192.0.2.7");
        assertThat(ip.get("status").asText()).isEqualTo("active");
        assertThat(ip.get("block_count").asInt()).isEqualTo(1);

        Answer unblocked = api.post("/api/unblock-ip", "{\"ip\":\"192.0.2.7\"}");

        assertThat(unblocked.status()).isEqualTo(200);
        assertThat(rulesOf("192.0.2.7")).isZero();
        assertThat(api.get("/api/blocked-ips").json().get(0).get("status").asText())
                .isEqualTo("expired");
        assertThat(api.post("/api/unblock-ip", "{\"ip\":\"192.0.2.7\"}").status())
                .isEqualTo(404);
    }

    @Test
    void shouldNotCallBlockedWhatNoSwitchTook() {
        api.desk.answer = RuleState.Status.FAILED;

        assertThat(api.post("/api/block-ip", "{\"ip\":\"192.0.2.7\"}").status()).isEqualTo(503);
        assertThat(api.get("/api/blocked-ips").json()).isEmpty();
    }

    @Test
    void shouldKnowGatewaysByTheirLogsAndByTheirReports() {
        api.post("/api/logs", log("192.0.2.1", "/", "DDoS", "true"));
        JsonNode byLogs = api.get("/api/gateway-status").json().get("gateways").get(0);
        assertThat(byLogs.get("id").asText()).isEqualTo("gw-1");
        assertThat(byLogs.get("status").asText()).isEqualTo("online");
        assertThat(byLogs.get("requests_processed").asInt()).isEqualTo(1);
        assertThat(byLogs.get("blocked_count").asInt()).isEqualTo(1);
        assertThat(byLogs.get("avg_response_time_ms").asDouble()).isEqualTo(2.5);

        Answer report = api.post(
                "/api/gateway-status",
                "{\"id\":\"gw-1\",\"ip\":\"192.0.2.99\",\"uptime_seconds\":7.5,\"requests_processed\":1000,"
                        + "\"blocked_count\":10,\"avg_response_time_ms\":1.5,"
                        + "\"backends\":[{\"url\":\"http://b1\",\"healthy\":true,\"response_time_ms\":3}]}");

        assertThat(report.status()).isEqualTo(200);
        JsonNode reported =
                api.get("/api/gateway-status").json().get("gateways").get(0);
        assertThat(reported.get("ip").asText()).isEqualTo("192.0.2.99");
        assertThat(reported.get("requests_processed").asInt()).isEqualTo(1000);
        assertThat(reported.at("/backends/0/healthy").asBoolean()).isTrue();
        assertThat(api.post("/api/gateway-status", "{\"id\":\"g\",\"backends\":[{\"x\":1}]}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void shouldTakeLogsAndReportsFromGatewaysAndShowThemNothing() {
        api.requireKeys();
        ApiFixture.Client gateway = api.as(Role.GATEWAY);

        assertThat(gateway.post("/api/logs", log("192.0.2.1", "/", "DDoS", "true"))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.post("/api/gateway-status", "{\"id\":\"g\"}").status())
                .isEqualTo(200);
        for (String path : List.of("/api/requests", "/api/requests/export", "/api/stats", "/api/gateway-status")) {
            assertThat(gateway.get(path).status()).as(path).isEqualTo(403);
            assertThat(api.as(Role.VIEWER).get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(gateway.post("/api/block-ip", "{\"ip\":\"192.0.2.1\"}").status())
                .isEqualTo(403);
        assertThat(api.as(Role.VIEWER).post("/api/logs", "{}").status()).isEqualTo(403);
    }

    @Test
    void shouldExportEverythingWithoutFormulas() {
        List<String> logs = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            logs.add(log("192.0.2.1", "/a,\\\"b\\\"" + i, "DDoS", "true"));
        }
        api.post("/api/logs", logs.toString());

        Answer csv = api.get("/api/requests/export?format=csv");
        Answer json = api.get("/api/requests/export?format=json");

        List<String> lines = csv.raw().body().lines().toList();
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).isEqualTo("attachment; filename=\"requests.csv\"");
        assertThat(lines).hasSize(2_501).doesNotHaveDuplicates();
        assertThat(lines.get(0)).startsWith("id,timestamp,source_ip,request_path");
        assertThat(lines.get(1)).contains(",\"/a,\"\"b\"\"2499\",GET,'=cmd|' /C calc'!A1,DDoS,0.75,1,429,2.5,120,gw-1");
        assertThat(json.json()).hasSize(2_500);
        assertThat(json.json().get(0).get("user_agent").asText()).startsWith("=cmd");
        assertThat(api.get("/api/requests/export?format=xml").status()).isEqualTo(422);
        assertThat(api.get("/api/requests/export?format=json&prediction=NORMAL").json())
                .isEmpty();
    }

    @Test
    void shouldShowNumbersOverTime() {
        Instant start = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60 - 120);
        for (int i = 0; i < 60; i++) {
            api.history.series().record(start.plusSeconds(i), Map.of("pps", (double) i));
        }
        String range = "&since=" + start + "&until=" + start.plusSeconds(60);

        JsonNode seconds =
                api.get("/api/traffic/history?metric=pps&step=1" + range).json();
        JsonNode tens =
                api.get("/api/traffic/history?metric=pps&step=10" + range).json();

        assertThat(seconds.get("items")).hasSize(60);
        assertThat(tens.get("step_seconds").asInt()).isEqualTo(10);
        assertThat(tens.get("items").get(1).toString())
                .isEqualTo("{\"timestamp\":\"" + start.plusSeconds(10) + "\",\"value\":14.5,\"highest\":19.0}");
        assertThat(api.get("/api/traffic/history").status()).isEqualTo(200);
        assertThat(api.get("/api/traffic/history?metric=secret").status()).isEqualTo(422);
        assertThat(api.get("/api/traffic/history?since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z")
                        .status())
                .isEqualTo(422);
        assertThat(api.get("/api/traffic/history?step=0").status()).isEqualTo(422);
    }

    @Test
    void shouldListAttacksThatAreOver() {
        JsonNode past = api.get("/api/historical-data").json();

        assertThat(past.get("items")).hasSize(1);
        assertThat(past.get("items").get(0).get("id").asText()).isEqualTo("d-old");
        assertThat(past.get("total").asInt()).isEqualTo(1);
    }

    private long rulesOf(String ip) {
        return api.desk.rules().stream()
                .filter(rule -> ip.equals(rule.rule().match().src().toString()))
                .count();
    }

    private static String log(String ip, String path, String prediction, String blocked) {
        return LOG.formatted(Instant.now(), ip, path, prediction, blocked);
    }
}
