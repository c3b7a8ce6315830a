package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.domain.auth.Role;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AuditTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @Test
    void shouldWriteDownWhoChangedWhat() {
        api.requireKeys();
        api.as(Role.OPERATOR).post("/api/mitigation/block", "{\"ip\":\"192.0.2.7\",\"reason\":\"scan\"}");

        JsonNode entry =
                api.as(Role.ADMIN).get("/api/system/audit?limit=1").json().at("/items/0");

        assertThat(entry.get("actor").asText()).endsWith(" operator");
        assertThat(entry.get("role").asText()).isEqualTo("operator");
        assertThat(entry.get("address").asText()).isEqualTo("127.0.0.1");
        assertThat(entry.get("action").asText()).isEqualTo("POST /api/mitigation/block");
        assertThat(entry.get("status").asInt()).isBetween(200, 202);
        assertThat(entry.get("detail").asText()).isEqualTo("{\"ip\":\"192.0.2.7\",\"reason\":\"scan\"}");
    }

    @Test
    void shouldNotWriteDownWhatWasOnlyAskedOrRefused() {
        api.get("/api/switches");
        api.post("/api/model-prediction", "{\"packets\":1,\"bytes\":60,\"duration\":1}");
        api.post("/api/mitigation/block", "{\"ip\":\"nonsense\"}");
        api.delete("/api/mitigation/rules/none");

        assertThat(api.history.audit).isEmpty();
    }

    @Test
    void shouldNameWhoeverIsOnThisMachineWhenTheApiIsOpen() {
        api.post("/api/mitigation/block", "{\"ip\":\"192.0.2.7\"}");

        assertThat(api.get("/api/system/audit?actor=local").json().get("total").asInt())
                .isEqualTo(1);
        assertThat(api.get("/api/system/audit?actor=ann").json().get("total").asInt())
                .isZero();
    }
}
