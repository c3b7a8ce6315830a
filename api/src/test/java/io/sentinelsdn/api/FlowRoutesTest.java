package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.ofctl.FlowFilter;
import io.sentinelsdn.domain.spi.SwitchTrouble;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code /api/flows} and the statistics of a switch answer, with fakes behind them. */
class FlowRoutesTest {
    private static final String DROP_ALL = "{\"dpid\": 42}";

    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @Test
    void shouldAnswer201WithLocationThen200() {
        Answer created = api.post("/api/flows", DROP_ALL);
        Answer again = api.post("/api/flows", "{\"dpid\": \"000000000000002a\"}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/api/flows/f-000000000000002a");
        assertThat(created.json().get("status").asText()).isEqualTo("installed");
        assertThat(again.status()).isEqualTo(200);
        assertThat(api.get(created.header("Location")).json()).isEqualTo(again.json());
        assertThat(api.get("/api/flows").json().get("total").asInt()).isEqualTo(1);
        assertThat(api.get("/api/flows?dpid=0x2b").json().get("total").asInt()).isZero();
        assertThat(api.delete(created.header("Location")).status()).isEqualTo(204);
        assertThat(api.delete(created.header("Location")).status()).isEqualTo(404);
        assertThat(api.get(created.header("Location")).status()).isEqualTo(404);
    }

    @Test
    void shouldAnswer202WhileTheSwitchIsSilent() {
        api.flowDesk.status = Status.PENDING;

        assertThat(api.post("/api/flows", DROP_ALL).status()).isEqualTo(202);
    }

    @Test
    void shouldReadASixteenDigitNumberAsANumber() {
        Answer created = api.post("/api/flows", "{\"dpid\": 1234567890123456}");

        assertThat(created.json().get("dpid").asText()).isEqualTo("000462d53c8abac0");
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN,404,not-found",
        "AWAY,503,no-switch",
        "BUSY,503,busy",
        "LATE,504,switch-timeout",
        "REFUSED,422,switch-refused",
        "FULL,409,conflict"
    })
    void shouldTellWhatIsWrongWithTheSwitch(SwitchTrouble.Kind kind, int status, String type) {
        api.flowDesk.trouble = kind;
        api.statistics.trouble = kind;

        Answer put = api.post("/api/flows", DROP_ALL);
        Answer read = api.get("/api/switches/42/ports");

        assertThat(put.status()).isEqualTo(status);
        assertThat(put.json().get("type").asText()).isEqualTo("/problems/" + type);
        assertThat(put.json().get("detail").asText()).contains("BAD_MATCH/BAD_PREREQ");
        assertThat(read.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|dpid",
                "{'dpid': -1}|dpid",
                "{'dpid': 'seven'}|dpid",
                "{'dpid': 1.5}|dpid",
                "{'dpid': 1, 'priority': 65536}|priority",
                "{'dpid': 1, 'priority': '0x'}|priority",
                "{'dpid': 1, 'table_id': 255}|table_id",
                "{'dpid': 1, 'hard_timeout': 'long'}|hard_timeout",
                "{'dpid': 1, 'match': []}|match",
                "{'dpid': 1, 'match': null}|match",
                "{'dpid': 1, 'actions': {}}|actions",
                "{'dpid': 1, 'actions': [1]}|actions[0]",
                "{'dpid': 1, 'monitor': 'no'}|monitor",
                "{'dpid': 1, 'cookie': 7}|cookie",
            })
    void shouldRefuseABodyAndNameTheField(String body, String field) {
        Answer answer = api.post("/api/flows", body.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("field").asText()).isEqualTo(field);
        assertThat(answer.json().get("allowed").toString()).isNotBlank();
    }

    @Test
    void shouldRefuseWhatCannotBeSaidAgain() {
        assertThat(api.post("/api/flows", "{\"dpid\":1,\"match\":{\"in_port\":\"\\ud800\"}}")
                        .status())
                .isEqualTo(422);
        assertThat(api.post("/api/flows", "{\"dpid\":1,\"match\":{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void shouldShowUnsupportedCountersAsNullAndCookiesExactly() {
        Answer answer = api.get("/api/switches/42/flows");

        assertThat(answer.json().at("/items/0/packet_count").isNull()).isTrue();
        assertThat(answer.json().at("/items/0/byte_count").asLong()).isEqualTo(7);
        assertThat(answer.json().at("/items/0/cookie_hex").asText()).isEqualTo("0xfedcba9876543210");
        assertThat(answer.json().at("/items/0/cookie").bigIntegerValue().toString(16))
                .isEqualTo("fedcba9876543210");
        assertThat(answer.json().get("supported").asBoolean()).isTrue();
    }

    @Test
    void shouldHandTheFilterOn() {
        api.get(
                "/api/switches/42/flows?table_id=3&cookie=0x5e17000000000000&cookie_mask=0xffff000000000000&out_port=7");

        assertThat(api.statistics.filter).isEqualTo(new FlowFilter(3, 0x5e17L << 48, 0xffffL << 48, 7, -1));

        api.get("/api/switches/42/aggregate?cookie=5");

        assertThat(api.statistics.filter).isEqualTo(new FlowFilter(255, 5, -1, -1, -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flows?table_id=256",
                "flows?cookie=x",
                "flows?out_port=4294967296",
                "ports?table_id=1",
                "meters?limit=0",
                "queues?offset=-1"
            })
    void shouldRefuseBadParameters(String what) {
        assertThat(api.get("/api/switches/42/" + what).status()).isEqualTo(422);
    }
}
