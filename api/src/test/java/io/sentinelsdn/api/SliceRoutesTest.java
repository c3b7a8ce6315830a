package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.ApiFixture.Answer;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SliceRoutesTest {
    private static final String WEB =
            "{\"name\":\"web\",\"bandwidth\":20,\"min_bandwidth\":60,\"match\":{\"prefixes\":[\"10.0.1.0/24\"],"
                    + "\"hosts\":[\"fd00::7\",\"02:00:00:00:00:07\"],\"switch_ports\":[\"1:3\"]}}";

    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    private Answer make(String body) {
        return api.with(Map.of()).post("/api/slices", body.replace("\"min_bandwidth\":60", "\"min_bandwidth\":6"));
    }

    @Test
    void shouldMakeShowChangeAndDeleteASlice() {
        Answer made = make(WEB);
        assertThat(made.status()).isEqualTo(201);
        String place = made.header("Location");
        assertThat(place).isEqualTo("/api/slices/s-1");
        assertThat(made.json().at("/match/hosts/1").asText()).isEqualTo("02:00:00:00:00:07");
        assertThat(made.json().at("/match/switch_ports/0/dpid").asText()).isEqualTo("0000000000000001");

        Answer shown = api.with(Map.of()).get(place);
        assertThat(shown.json()).isEqualTo(made.json());
        Answer changed = api.with(Map.of()).send("PUT", place, "{\"bandwidth\":30}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("bandwidth").asInt()).isEqualTo(30);
        assertThat(changed.json().path("min_bandwidth").asInt()).isEqualTo(6);
        assertThat(changed.json().path("match")).isEqualTo(made.json().path("match"));
        assertThat(changed.header("ETag")).isNotEqualTo(shown.header("ETag")).isNotBlank();
        assertThat(api.with(Map.of()).get("/api/slices").json().path("total").asInt())
                .isEqualTo(1);

        assertThat(api.with(Map.of()).send("DELETE", place, null).status()).isEqualTo(204);
        assertThat(api.with(Map.of()).send("DELETE", place, null).status()).isEqualTo(404);
        assertThat(api.with(Map.of()).get(place).status()).isEqualTo(404);
    }

    @Test
    void shouldSayThatASliceIsAsItWasSeen() {
        Answer made = make(WEB);
        String place = made.header("Location");
        String tag = made.header("ETag");

        assertThat(api.with(Map.of("If-None-Match", tag)).get(place).status()).isEqualTo(304);
        api.with(Map.of()).send("PUT", place, "{\"priority\":3}");
        assertThat(api.with(Map.of("If-None-Match", tag)).get(place).status()).isEqualTo(200);
    }

    @Test
    void shouldShareTheListForAMomentAndForgetItWithAChange() {
        make(WEB);
        assertThat(priorityInTheList()).isZero();
        long before = shared();
        for (int i = 0; i < 20; i++) {
            assertThat(priorityInTheList()).isZero();
        }
        assertThat(shared()).isGreaterThan(before);

        api.with(Map.of()).send("PUT", "/api/slices/s-1", "{\"priority\":3}");

        assertThat(priorityInTheList()).isEqualTo(3);
    }

    private int priorityInTheList() {
        return api.with(Map.of())
                .get("/api/slices")
                .json()
                .at("/items/0/priority")
                .asInt(-1);
    }

    private long shared() {
        return api.counters.counter("sentinel_api_snapshots_total", "").value();
    }

    @Test
    void shouldSayWhichSliceFlowsAndDetectionsBelongTo() {
        api.with(Map.of())
                .post(
                        "/api/slices",
                        "{\"name\":\"v\",\"bandwidth\":5,\"match\":{\"hosts\":[\"" + FakeHouse.VICTIM + "\"]}}");

        Answer flows = api.with(Map.of()).get("/api/traffic/flows?slice=s-1");
        int all = api.with(Map.of())
                .get("/api/traffic/flows")
                .json()
                .path("total")
                .asInt();
        int others = api.with(Map.of())
                .get("/api/traffic/flows?slice=s-2")
                .json()
                .path("total")
                .asInt();
        Answer detection = api.with(Map.of()).get("/api/ddos/detections/d-live");

        assertThat(flows.json().path("total").asInt()).isPositive().isLessThan(all);
        for (JsonNode flow : flows.json().path("items")) {
            assertThat(flow.path("slice_id").asText()).isEqualTo("s-1");
            assertThat(FakeHouse.VICTIM.toString())
                    .isIn(flow.path("src_ip").asText(), flow.path("dst_ip").asText());
        }
        assertThat(others).isZero();
        assertThat(detection.json().path("slice_id").asText()).isEqualTo("s-1");

        api.with(Map.of()).send("DELETE", "/api/slices/s-1", null);
        Answer without = api.with(Map.of()).get("/api/ddos/detections/d-live");
        assertThat(without.json().path("slice_id").isNull()).isTrue();
    }

    @Test
    void shouldTakeBackWhatItHasShown() {
        Answer made = make(WEB);

        Answer same = api.with(Map.of())
                .send("PUT", made.header("Location"), made.raw().body());

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.json().path("match")).isEqualTo(made.json().path("match"));
        assertThat(same.json().path("revision").asInt()).isEqualTo(2);
    }

    @Test
    void shouldTakeFloorAndCeilingAwayWithNullAndNothingElse() {
        Answer made = make(WEB.replace("\"bandwidth\"", "\"floor\":8,\"ceiling\":40,\"bandwidth\""));
        String place = made.header("Location");
        assertThat(made.json().path("floor").asInt()).isEqualTo(8);

        Answer kept = api.with(Map.of()).send("PUT", place, "{\"priority\":null,\"min_bandwidth\":null}");
        assertThat(kept.json().path("floor").asInt()).isEqualTo(8);
        assertThat(kept.json().path("ceiling").asInt()).isEqualTo(40);
        assertThat(kept.json().path("min_bandwidth").asInt()).isEqualTo(6);

        Answer without = api.with(Map.of()).send("PUT", place, "{\"floor\":null,\"ceiling\":null}");
        assertThat(without.status()).isEqualTo(200);
        assertThat(without.json().path("floor").isNull()).isTrue();
        assertThat(without.json().path("ceiling").isNull()).isTrue();
    }

    @Test
    void shouldRefuseAnOlderFormWithIfMatch() {
        Answer made = make(WEB);
        String place = made.header("Location");
        String tag = made.header("ETag");
        api.with(Map.of()).send("PUT", place, "{\"priority\":3}");

        Answer late = api.with(Map.of("If-Match", tag)).send("PUT", place, "{\"priority\":4}");

        assertThat(late.status()).isEqualTo(412);
        assertThat(api.with(Map.of()).get(place).json().path("priority").asInt())
                .isEqualTo(3);
    }

    @Test
    void shouldSayInNumbersWhatDoesNotFit() {
        make(WEB);

        Answer refused = api.with(Map.of())
                .post(
                        "/api/slices",
                        "{\"name\":\"b\",\"bandwidth\":200,\"min_bandwidth\":99,\"match\":{\"vlan_ids\":[12]}}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("reason").asText()).isEqualTo("overcommitted");
        assertThat(refused.json().path("capacity_mbps").asInt()).isEqualTo(FakeSlices.ROOM);
        assertThat(refused.json().path("guaranteed_mbps").asInt()).isEqualTo(6);
    }

    @Test
    void shouldNameTheFieldThatCannotBe() {
        assertRefused("{\"bandwidth\":1,\"match\":{\"vlan_ids\":[1]}}", "name");
        assertRefused("{\"name\":\"a\",\"match\":{\"vlan_ids\":[1]}}", "bandwidth");
        assertRefused("{\"name\":\"a\",\"bandwidth\":0,\"match\":{\"vlan_ids\":[1]}}", "bandwidth");
        assertRefused("{\"name\":\"a\",\"bandwidth\":1}", "match");
        assertRefused("{\"name\":\"a\",\"bandwidth\":1,\"match\":{}}", "match");
        assertRefused("{\"name\":\"a\",\"bandwidth\":1,\"match\":{\"vlan_ids\":[4095]}}", "match.vlan_ids");
        assertRefused("{\"name\":\"a\",\"bandwidth\":1,\"match\":{\"hosts\":[\"x\"]}}", "match.hosts");
        assertRefused("{\"name\":\"a\",\"bandwidth\":1,\"match\":{\"switch_ports\":[3]}}", "match.switch_ports");
        assertRefused("{\"name\":\"a\",\"bandwidth\":1,\"match\":{\"ports\":[80]}}", "match.ports");
        assertRefused("{\"name\":\"a\",\"bandwidth\":9,\"priority\":8,\"match\":{\"vlan_ids\":[1]}}", "priority");
        assertRefused("{\"name\":\"a\",\"bandwidth\":9,\"floor\":10,\"match\":{\"vlan_ids\":[1]}}", "floor");
    }

    private void assertRefused(String body, String field) {
        Answer refused = api.with(Map.of()).post("/api/slices", body);

        assertThat(refused.status()).as(body).isEqualTo(422);
        assertThat(refused.json().path("field").asText()).as(body).isEqualTo(field);
        assertThat(api.with(Map.of()).get("/api/slices").json().path("total").asInt())
                .isZero();
    }
}
