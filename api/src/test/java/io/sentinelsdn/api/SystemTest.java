package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.domain.log.LogLevel;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SystemTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @Test
    void shouldShowTheLogByLevelAndText() {
        api.logs.say(LogLevel.INFO, "Platform", "ready");
        api.logs.say(LogLevel.WARN, "Sessions", "dpid=2a is SILENT");
        api.logs.say(LogLevel.ERROR, "Writer", "disk is full");

        JsonNode important = api.get("/api/system/logs?level=warn").json();
        assertThat(important.get("items"))
                .extracting(line -> line.get("message").asText())
                .containsExactly("disk is full", "dpid=2a is SILENT");
        assertThat(api.get("/api/system/logs?text=silent").json().get("total").asInt())
                .isEqualTo(1);
        assertThat(api.get("/api/system/logs?limit=1&offset=1")
                        .json()
                        .at("/items/0/level")
                        .asText())
                .isEqualTo("warn");
        assertThat(api.get("/api/system/logs?level=loud").status()).isEqualTo(422);
    }

    @Test
    void shouldSayWhatAnUpdateWouldChangeAndChangeNothing() {
        Answer answer =
                api.post("/api/system/update?dry_run=true", "{\"log_level\":\"debug\",\"mitigation_mode\":\"off\"}");

        assertThat(answer.json().get("changes"))
                .extracting(change ->
                        change.get("field").asText() + " " + change.get("to").asText())
                .containsExactly("mitigation_mode off", "log_level debug");
        assertThat(api.logs.level()).isEqualTo(LogLevel.INFO);
        assertThat(api.history.config).isEmpty();
    }

    @Test
    void shouldChangeSettingsLiveForGoodAndOnTheRecord() {
        Answer answer = api.post("/api/system/update", "{\"log_level\":\"debug\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/settings/log_level").asText()).isEqualTo("debug");
        assertThat(api.logs.level()).isEqualTo(LogLevel.DEBUG);
        assertThat(api.history.config).containsEntry("log_level", "debug");
        assertThat(api.history.audit)
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail()).contains("log_level"));
    }

    @Test
    void shouldChangeThePolicyLive() {
        Answer answer = api.post("/api/system/update", "{\"mitigation_policy\":\"ladder\"}");

        assertThat(answer.json().at("/changes/0/from").asText()).isEqualTo("rl");
        assertThat(answer.json().at("/settings/mitigation_policy").asText()).isEqualTo("ladder");
        assertThat(api.get("/api/mitigation/policy").json().get("policy").asText())
                .isEqualTo("ladder");
        Answer wrong = api.post("/api/system/update", "{\"mitigation_policy\":\"luck\",\"log_level\":\"debug\"}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().get("allowed").toString()).isEqualTo("[\"ladder\",\"rl\"]");
        assertThat(api.logs.level()).isEqualTo(LogLevel.INFO);
    }

    @Test
    void shouldChangeNothingWhenOneValueIsWrong() {
        Answer answer = api.post("/api/system/update", "{\"mitigation_mode\":\"off\",\"log_level\":\"loud\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("field").asText()).isEqualTo("log_level");
        assertThat(api.desk.mode().wireName()).isEqualTo("auto");
    }

    @Test
    void shouldShowThreatsAndWhoTalksToWhom() {
        assertThat(api.get("/api/attack-data").json().get("items"))
                .extracting(attack -> attack.get("id").asText())
                .contains("d-live", "d-old");
        JsonNode graph = api.get("/api/network-data").json();
        assertThat(graph.get("nodes"))
                .extracting(node -> node.get("type").asText())
                .contains("switch", "address");
        assertThat(graph.get("nodes")).anyMatch(node -> node.get("attacked").asBoolean());
        assertThat(graph.get("edges"))
                .extracting(edge -> edge.get("type").asText())
                .contains("traffic");
    }

    @Test
    void shouldShowWhereSettingsComeFromAndChangeThemAllOrNone() {
        Answer before = api.get("/api/system/update");
        assertThat(before.json().at("/items/3/key").asText()).isEqualTo(FakeSettings.LIVE);
        assertThat(before.json().at("/items/3/source").asText()).isEqualTo("default");

        Answer dry = api.post("/api/system/update?dry_run=true", "{\"detection.half_open_syn_pps\":300}");
        assertThat(dry.json().at("/changes/0/to").asText()).isEqualTo("300");
        assertThat(dry.json().at("/settings/detection.half_open_syn_pps").asText())
                .isEqualTo("150");

        Answer changed = api.post(
                "/api/system/update", "{\"detection.half_open_syn_pps\":\"300\",\"mitigation.mode\":\"propose\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().at("/settings/detection.half_open_syn_pps").asText())
                .isEqualTo("300");
        assertThat(changed.json().at("/settings/mitigation_mode").asText()).isEqualTo("propose");
        assertThat(api.get("/api/system/update").json().at("/items/3/source").asText())
                .isEqualTo("api");

        Answer back = api.post("/api/system/update", "{\"detection.half_open_syn_pps\":null}");
        assertThat(back.json().at("/settings/detection.half_open_syn_pps").asText())
                .isEqualTo("150");
    }

    @Test
    void shouldRefuseSettingsThatNeedARestartByNameAndChangeNothing() {
        Answer restart = api.post("/api/system/update", "{\"openflow.port\":7000,\"mitigation_mode\":\"off\"}");
        assertThat(restart.status()).isEqualTo(422);
        assertThat(restart.json().get("field").asText()).isEqualTo("openflow.port");
        assertThat(restart.json().get("detail").asText()).contains("needs a restart");
        assertThat(api.desk.mode()).isEqualTo(MitigationMode.AUTO);

        Answer unknown = api.post("/api/system/update", "{\"detection.luck\":1}");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.json().get("field").asText()).isEqualTo("detection.luck");
        assertThat(api.post("/api/system/update", "{\"detection.half_open_syn_pps\":{}}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void shouldChangeSettingsOnlyIfTheyAreAsTheyWereSeen() {
        String seen = api.get("/api/system/update").header("ETag");
        assertThat(api.post("/api/system/update", "{\"log_level\":\"debug\"}").status())
                .isEqualTo(200);

        Answer late = api.with(Map.of("If-Match", seen)).post("/api/system/update", "{\"log_level\":\"info\"}");

        assertThat(late.status()).isEqualTo(412);
        assertThat(api.logs.level()).isEqualTo(LogLevel.DEBUG);
    }

    @Test
    void shouldNotWriteAddressesOfWebhooksIntoTheAudit() {
        api.post("/api/system/update", "{\"alerts.slack\":\"https://hooks.example/T0/secret-part\"}");

        assertThat(api.history.audit.toString()).doesNotContain("secret-part");
    }
}
