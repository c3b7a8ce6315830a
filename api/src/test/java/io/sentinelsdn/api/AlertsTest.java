package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.net.Dpid;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AlertsTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @Test
    void shouldRaiseOneAlertForEachTrouble() {
        for (int i = 0; i < 3; i++) {
            publish(new Event.DetectionChanged(FakeHouse.detection("d-1", DetectionStatus.DETECTED)));
            publish(new Event.SwitchChanged(FakeHouse.DPID, false, "it hung up"));
            publish(new Event.TablePressure(FakeHouse.DPID, 2, 95, 100));
            publish(new Event.SourcesSpoofed(FakeHouse.DPID, 7, 500));
        }
        publish(new Event.SwitchChanged(FakeHouse.DPID, true, "back"));
        publish(new Event.DetectionChanged(FakeHouse.detection("d-9", DetectionStatus.ENDED)));

        JsonNode alerts = api.get("/api/alerts").json();

        assertThat(alerts.get("total").asInt()).isEqualTo(4);
        assertThat(alerts.get("items"))
                .extracting(alert -> alert.get("alert_type").asText())
                .containsExactly("Threshold_Exceeded", "Table_Pressure", "Switch_Lost", "DDoS_Detected");
        assertThat(api.get("/api/alerts?alert_type=Switch_Lost")
                        .json()
                        .at("/items/0/message")
                        .asText())
                .contains("is gone: it hung up");
        assertThat(api.history.alerts).hasSize(4);
    }

    @Test
    void shouldTellOfASwitchThatClaimsTheIdOfAnother() {
        publish(new Event.SwitchRefused(FakeHouse.DPID, "192.0.2.9:4711", "the id is in use"));
        publish(new Event.SwitchRefused(FakeHouse.DPID, "192.0.2.9:4712", "the id is in use"));

        JsonNode alerts = api.get("/api/alerts").json();

        assertThat(alerts.get("total").asInt()).isEqualTo(1);
        assertThat(alerts.at("/items/0/alert_type").asText()).isEqualTo("Threshold_Exceeded");
        assertThat(alerts.at("/items/0/severity").asText()).isEqualTo("HIGH");
        assertThat(alerts.at("/items/0/message").asText())
                .contains("192.0.2.9:4711")
                .contains("the id is in use");
    }

    @Test
    void shouldTurnPagesBeyondWhatIsInMemory() {
        for (int i = 0; i < 1_050; i++) {
            publish(new Event.SwitchRefused(new Dpid(1_000 + i), "192.0.2.9:4711", "the id is in use"));
        }

        JsonNode last = api.get("/api/alerts?limit=100&offset=1000").json();

        assertThat(last.get("total").asInt()).isEqualTo(1_050);
        assertThat(last.get("items")).hasSize(50);
        assertThat(last.at("/items/49/about").asText()).isEqualTo("datapath id " + new Dpid(1_000));
        assertThat(api.get("/api/alerts?limit=1").json().at("/items/0/about").asText())
                .isEqualTo("datapath id " + new Dpid(2_049));
    }

    @Test
    void shouldSayThatTheStoreTakesNoWrites() throws InterruptedException {
        api.counters.gauge("sentinel_store_in_trouble", "", () -> 1);

        long deadline = System.nanoTime() + 20_000_000_000L;
        JsonNode alerts = api.get("/api/alerts?alert_type=Store_Failure").json();
        while (alerts.get("total").asInt() == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            alerts = api.get("/api/alerts?alert_type=Store_Failure").json();
        }
        assertThat(alerts.at("/items/0/severity").asText()).isEqualTo("CRITICAL");
    }

    @Test
    void shouldRememberWhoHasSeenAnAlertFirst() {
        publish(new Event.SwitchChanged(FakeHouse.DPID, false, "it hung up"));
        String id = api.get("/api/alerts").json().at("/items/0/id").asText();

        Answer seen = api.send("POST", "/api/alerts/" + id + "/acknowledge", null, null);
        Answer again = api.send("POST", "/api/alerts/" + id + "/acknowledge", null, null);

        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.json().get("acknowledged_by").asText()).isEqualTo("local");
        assertThat(again.json()).isEqualTo(seen.json());
        assertThat(api.get("/api/alerts?acknowledged=false").json().get("total").asInt())
                .isZero();
        assertThat(api.history.alerts.get(id).isAcknowledged()).isTrue();
        assertThat(api.send("POST", "/api/alerts/none/acknowledge", null, null).status())
                .isEqualTo(404);
    }

    private void publish(Event event) {
        api.server.events().publish(event);
    }
}
