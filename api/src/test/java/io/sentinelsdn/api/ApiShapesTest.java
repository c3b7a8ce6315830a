package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.flow.RuleState;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ApiShapesTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @Test
    void shouldShowSwitchesWithTheirPorts() {
        JsonNode list = ok("/api/switches");
        JsonNode one = list.at("/items/0");

        assertThat(list.get("total").asInt()).isEqualTo(1);
        assertThat(one.get("dpid").asText()).isEqualTo("000000000000002a");
        assertThat(one.get("connected_at").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(one.at("/ports/0/number").asLong()).isEqualTo(4_294_967_294L);
        assertThat(one.at("/ports/0/tx_bps").isNull()).as("never NaN").isTrue();
        assertThat(ok("/api/switches/000000000000002a")).isEqualTo(one);
        assertThat(ok("/api/switches/0x2a")).isEqualTo(one);
        assertThat(api.get("/api/switches/7").status()).isEqualTo(404);
        assertThat(api.get("/api/switches/seven").status()).isEqualTo(422);
    }

    @Test
    void shouldShowTheTopology() {
        JsonNode topology = ok("/api/topology");

        assertThat(topology.at("/switches/0/dpid").asText()).isEqualTo("000000000000002a");
        assertThat(topology.at("/hosts/0/addresses/0").asText()).isEqualTo("10.0.0.2");
        assertThat(topology.at("/links/0/to_dpid").asText()).isEqualTo("000000000000002b");
    }

    @Test
    void shouldShowTraffic() {
        JsonNode stats = ok("/api/traffic/stats");

        assertThat(stats.get("pps").asDouble()).isEqualTo(1000);
        assertThat(stats.at("/pps_by_protocol/tcp").asDouble()).isEqualTo(750);
        assertThat(stats.at("/destinations/0/ip").asText()).isEqualTo("10.0.0.2");
        JsonNode protocols = ok("/api/traffic/protocol-distribution");
        assertThat(protocols.at("/items/0/protocol").asText()).isEqualTo("tcp");
        assertThat(protocols.at("/items/0/share").asDouble()).isEqualTo(0.75);
    }

    @Test
    void shouldShowFlowsWithTheNamesOfTheContract() {
        JsonNode flow = ok("/api/traffic/flows").at("/items/0");

        assertThat(names(flow))
                .contains(
                        "id", "timestamp", "slice_id", "src_ip", "dst_ip", "protocol", "bytes", "packets", "duration");
        assertThat(flow.get("slice_id").isNull()).isTrue();
        assertThat(flow.get("score").isNull()).as("not scored").isTrue();
        assertThat(flow.get("src_ip").asText()).isEqualTo("10.0.0.9");
    }

    @Test
    void shouldFilterFlows() {
        assertThat(total("/api/traffic/flows?ip=10.0.0.2")).isEqualTo(2);
        assertThat(total("/api/traffic/flows?ip=2001:db8::/32")).isEqualTo(1);
        assertThat(total("/api/traffic/flows?protocol=udp")).isEqualTo(1);
        assertThat(total("/api/traffic/flows?protocol=6&ip=10.0.0.0/24")).isEqualTo(1);
        assertThat(total("/api/traffic/flows?switch=000000000000002a")).isEqualTo(3);
        assertThat(total("/api/traffic/flows?switch=1")).isZero();
        assertThat(total("/api/traffic/flows?since=2026-03-01T12:00:01Z")).isZero();
        assertThat(total("/api/traffic/flows?since=2026-03-01T13:00:00%2B01:00"))
                .isEqualTo(3);
        JsonNode second = ok("/api/traffic/flows?limit=1&offset=1");
        assertThat(second.get("items")).hasSize(1);
        assertThat(second.get("total").asInt()).isEqualTo(3);
        assertThat(second.at("/items/0/protocol").asText()).isEqualTo("udp");
    }

    @Test
    void shouldShowTopTalkers() {
        assertThat(ok("/api/traffic/top-talkers?limit=1").at("/items/0/ip").asText())
                .isEqualTo("10.0.0.9");
        assertThat(ok("/api/traffic/top-talkers?direction=destination")
                        .at("/items/0/syn_pps")
                        .asDouble())
                .isEqualTo(700);
    }

    @Test
    void shouldShowDetectionsWithTheNamesOfTheContract() {
        JsonNode list = ok("/api/ddos/detections");
        JsonNode live = list.at("/items/0");

        assertThat(list.get("total").asInt()).isEqualTo(2);
        assertThat(names(live))
                .contains(
                        "id",
                        "timestamp",
                        "slice_id",
                        "attack_type",
                        "source_ips",
                        "target_ips",
                        "severity",
                        "status",
                        "mitigation_actions",
                        "confidence",
                        "explanation",
                        "started_at",
                        "ended_at",
                        "peak_pps",
                        "peak_bps");
        assertThat(live.get("attack_type").asText()).isEqualTo("syn_flood");
        assertThat(live.get("status").asText()).as("live, not stored").isEqualTo("mitigating");
        assertThat(live.at("/explanation/baseline").isNull()).as("never NaN").isTrue();
        assertThat(live.at("/evidence/dst_ports/0/port").asInt()).isEqualTo(80);
    }

    @Test
    void shouldListWhatGoesOnNowEvenWhenTheStoreDoesNotKnowIt() {
        api.house.active.add(FakeHouse.detection("d-new", DetectionStatus.DETECTED));

        JsonNode list = ok("/api/ddos/detections");

        assertThat(list.get("total").asInt()).isEqualTo(3);
        assertThat(list.get("items").findValuesAsText("id")).contains("d-new", "d-live", "d-old");
        assertThat(ok("/api/ddos/detections?limit=1").get("items")).hasSize(1);
        assertThat(ok("/api/ddos/detections/d-new").get("status").asText()).isEqualTo("detected");
    }

    @Test
    void shouldShowADetectionWithPlanRulesAndTimeline() {
        JsonNode detail = ok("/api/ddos/detections/d-live");

        assertThat(detail.get("id").asText()).isEqualTo("d-live");
        assertThat(detail.at("/plan/id").asText()).isEqualTo("p-1");
        assertThat(detail.at("/rules/0/id").asText()).isEqualTo("r-auto");
        assertThat(detail.at("/timeline/0/event").asText()).isEqualTo("detected");
        assertThat(ok("/api/ddos/detections/d-old").get("plan").isNull()).isTrue();
        assertThat(api.get("/api/ddos/detections/none").status()).isEqualTo(404);
    }

    @Test
    void shouldSayWhetherAnAttackGoesOn() {
        JsonNode under = ok("/api/ddos/status");
        assertThat(under.get("under_attack").asBoolean()).isTrue();
        assertThat(under.get("status").asText()).isEqualTo("under_attack");
        assertThat(under.get("highest_severity").asText()).isEqualTo("high");

        api.house.active.clear();
        JsonNode calm = ok("/api/ddos/status");
        assertThat(calm.get("under_attack").asBoolean()).isFalse();
        assertThat(calm.get("status").asText()).isEqualTo("normal");
        assertThat(calm.get("highest_severity").isNull()).isTrue();
    }

    @Test
    void shouldBlockAndShowAndUnblock() {
        Answer made =
                api.post("/api/mitigation/block", "{\"ip\":\"192.0.2.7\",\"duration_seconds\":60,\"reason\":\"test\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/mitigation/rules/r-192.0.2.7");
        assertThat(made.json().get("status").asText()).isEqualTo("installed");
        assertThat(made.json().get("ip").asText()).isEqualTo("192.0.2.7");
        assertThat(made.json().get("owner").asText()).isEqualTo("user");
        assertThat(made.json().get("expires_at").asText()).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(ok("/api/mitigation/rules/r-192.0.2.7").get("reason").asText())
                .isEqualTo("test");
        assertThat(total("/api/mitigation/rules?owner=user")).isEqualTo(1);
        assertThat(total("/api/mitigation/rules")).isEqualTo(2);
        assertThat(api.delete("/api/mitigation/rules/r-192.0.2.7").status()).isEqualTo(204);
        assertThat(api.delete("/api/mitigation/rules/r-192.0.2.7").status()).isEqualTo(404);
    }

    @Test
    void shouldFindARuleWhoseIdHasASlash() {
        Answer made = api.post("/api/mitigation/block", "{\"ip\":\"192.0.2.0/24\"}");

        assertThat(made.header("Location")).isEqualTo("/api/mitigation/rules/r-192.0.2.0%2F24");
        assertThat(api.get(made.header("Location")).status()).isEqualTo(200);
        assertThat(api.delete("/api/mitigation/rules/r-192.0.2.0/24").status()).isEqualTo(204);
    }

    @Test
    void shouldAnswer202ForARuleThatWaitsForASwitchAnd503ForARefusedOne() {
        api.desk.answer = RuleState.Status.PENDING;
        Answer pending = api.post("/api/mitigation/block", "{\"ip\":\"192.0.2.7\"}");
        assertThat(pending.status()).isEqualTo(202);
        assertThat(pending.json().get("status").asText()).isEqualTo("pending");
        assertThat(pending.json().get("duration_seconds").asInt()).isEqualTo(600);

        api.desk.answer = RuleState.Status.FAILED;
        Answer refused = api.post("/api/mitigation/block", "{\"ip\":\"192.0.2.8\"}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().get("type").asText()).isEqualTo("/problems/no-switch");
        assertThat(refused.json().get("detail").asText()).contains("table full");
        assertThat(refused.json().get("rule_id").asText()).isEqualTo("r-192.0.2.8");
    }

    @Test
    void shouldRemoveAllRulesOfAnOwner() {
        api.post("/api/mitigation/block", "{\"ip\":\"192.0.2.7\"}");

        assertThat(api.delete("/api/mitigation/rules?owner=auto")
                        .json()
                        .get("removed")
                        .asInt())
                .isEqualTo(1);
        assertThat(total("/api/mitigation/rules")).isEqualTo(1);
        assertThat(api.delete("/api/mitigation/rules").status()).isEqualTo(422);
        assertThat(api.delete("/api/mitigation/rules/").status()).isEqualTo(404);
        assertThat(total("/api/mitigation/rules")).isEqualTo(1);
    }

    @Test
    void shouldKeepListsOfAddresses() {
        for (String list : List.of("allowlist", "blacklist")) {
            String path = "/api/mitigation/" + list;
            Answer made = api.post(path, "{\"entry\":\"10.1.2.3/16\",\"reason\":\"why not\"}");
            assertThat(made.status()).isEqualTo(201);
            assertThat(made.json().get("entry").asText()).isEqualTo("10.1.0.0/16");
            assertThat(api.post(path, "{\"ip\":\"2001:DB8:0::1\"}").status()).isEqualTo(201);
            assertThat(ok(path).at("/items/0/reason").asText()).isEqualTo("why not");
            assertThat(total(path)).isEqualTo(2);
            assertThat(api.delete(path + "/10.1.0.0/16").status()).isEqualTo(204);
            assertThat(api.delete(path + "/2001:db8::1").status()).isEqualTo(204);
            assertThat(api.delete(path + "/10.1.0.0%2F16").status()).isEqualTo(404);
            assertThat(api.delete(path + "/nonsense").status()).isEqualTo(422);
            assertThat(total(path)).isZero();
        }
    }

    @Test
    void shouldShowPlans() {
        assertThat(ok("/api/mitigation/plans").at("/items/0/status").asText()).isEqualTo("active");
        assertThat(ok("/api/mitigation/plans/p-1").at("/rules/0/match/src").asText())
                .isEqualTo("10.0.0.9");
        assertThat(api.get("/api/mitigation/plans/none").status()).isEqualTo(404);
    }

    @Test
    void shouldChangeTheModeAndSayWhatADryRunWouldChange() {
        Answer dry = api.post("/api/system/update?dry_run=true", "{\"mitigation_mode\":\"off\"}");
        assertThat(dry.json().get("dry_run").asBoolean()).isTrue();
        assertThat(dry.json().at("/changes/0/to").asText()).isEqualTo("off");
        assertThat(ok("/api/system/status").get("mitigation_mode").asText()).isEqualTo("auto");

        Answer real = api.post("/api/system/update", "{\"mitigation_mode\":\"off\"}");
        assertThat(real.status()).isEqualTo(200);
        assertThat(real.json().at("/settings/mitigation_mode").asText()).isEqualTo("off");
        assertThat(ok("/api/system/status").get("mitigation_mode").asText()).isEqualTo("off");
        assertThat(api.post("/api/system/update", "{\"mitigation_mode\":\"off\"}")
                        .json()
                        .get("changes"))
                .isEmpty();
    }

    @Test
    void shouldSayHowTheHouseIs() {
        JsonNode status = ok("/api/system/status");

        assertThat(status.get("status").asText()).isEqualTo("ok");
        assertThat(status.get("version").asText()).isEqualTo("1.2.3");
        assertThat(status.at("/switches/connected").asInt()).isEqualTo(1);
        assertThat(status.at("/warnings/0").asText()).contains("fail mode is standalone");
        assertThat(status.at("/components/store/status").asText()).isEqualTo("ok");
        assertThat(ok("/health").get("status").asText()).isEqualTo("ok");
    }

    @Test
    void shouldServeAPageForPeople() {
        Answer page = api.get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.raw().body()).contains("Sentinel 1.2.3", "href=\"/api/switches\"");
    }

    private JsonNode ok(String path) {
        Answer answer = api.get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        return answer.json();
    }

    private int total(String path) {
        return ok(path).get("total").asInt();
    }

    private static List<String> names(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }
}
