package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.flow.RuleState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveTest {
    private ApiFixture api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiFixture();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldTellWhatGoesOnAndThenWhatHappens() throws IOException {
        try (Listener listener = new Listener("?topics=detections,mitigations")) {
            JsonNode first = listener.next();
            assertThat(first.get("topic").asText()).isEqualTo("detections");
            assertThat(first.at("/data/id").asText()).isEqualTo("d-live");

            api.server.events().publish(new Event.SwitchChanged(FakeHouse.DPID, true, "not subscribed"));
            api.server
                    .events()
                    .publish(new Event.DetectionChanged(FakeHouse.detection("d-live", DetectionStatus.MITIGATED)));
            assertThat(listener.next().at("/data/status").asText()).isEqualTo("mitigated");

            api.server
                    .events()
                    .publish(new Event.RuleStateChanged(
                            new RuleState("r-1", RuleState.Status.INSTALLED, 1, null, 5, 300, Double.NaN)));
            JsonNode state = listener.next();
            assertThat(state.get("topic").asText()).isEqualTo("mitigations");
            assertThat(state.at("/data/rule_state/status").asText()).isEqualTo("installed");

            api.server.events().publish(new Event.RuleChanged(FakeDesk.rule("r-1", "192.0.2.1")));
            assertThat(listener.next().at("/data/rule/id").asText()).isEqualTo("r-1");
            api.server.events().publish(new Event.PlanChanged(FakeHouse.plan("p-1", "d-live")));
            assertThat(listener.next().at("/data/plan/id").asText()).isEqualTo("p-1");
        }
    }

    @Test
    void shouldTellTrafficAgainAndAgain() throws IOException {
        try (Listener listener = new Listener("?topics=traffic")) {
            for (int i = 0; i < 3; i++) {
                assertThat(listener.next().at("/data/pps").asDouble()).isEqualTo(1000);
            }
        }
    }

    @Test
    void shouldOutliveTheTimeoutsOfOrdinaryConnections() throws IOException {
        api.close();
        Duration patience = Duration.ofMillis(300);
        api = new ApiFixture(
                new ApiConfig("127.0.0.1", 0, false, 8, 1024, patience, patience, patience, 2, ApiSecurity.standard()));

        try (Listener listener = new Listener("?topics=traffic")) {
            for (int i = 0; i < 3; i++) {
                assertThat(listener.next().get("topic").asText()).isEqualTo("traffic");
            }
        }
    }

    @Test
    void shouldNotGrowWithAClientThatDoesNotRead() throws IOException {
        try (Listener lazy = new Listener("?topics=mitigations")) {
            for (int i = 0; superseded() <= 1_000; i++) {
                assertThat(i).as("messages without one given up").isLessThan(200_000);
                api.server.events().publish(new Event.RuleChanged(FakeDesk.rule("r-" + i, "192.0.2.1")));
            }

            api.server.events().publish(new Event.RuleChanged(FakeDesk.rule("last", "192.0.2.1")));
            JsonNode message = lazy.next();
            while (!message.at("/data/rule/id").asText().equals("last")) {
                message = lazy.next();
            }
        }
    }

    @Test
    void shouldForgetClientsThatLeave() throws Exception {
        try (LiveLog log = new LiveLog()) {
            List<Listener> listeners = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                listeners.add(new Listener("?topics=traffic"));
            }
            log.awaitUntil(() -> clients() == 5);
            for (Listener listener : listeners) {
                listener.close();
            }
            log.awaitUntil(() -> clients() == 0);
        }
    }

    @Test
    void shouldRefuseATopicThatDoesNotExist() {
        var answer = api.get("/api/events?topics=detections,weather");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("field").asText()).isEqualTo("topics");
        assertThat(answer.json().get("detail").asText()).contains("weather");
        assertThat(api.send("HEAD", "/api/events", null, null).status()).isEqualTo(200);
    }

    private double clients() {
        return api.counters.gauges().get("sentinel_live_clients").value().getAsDouble();
    }

    private long superseded() {
        return api.counters.counters().get("sentinel_live_superseded_total").value();
    }

    /** Reads a stream of events from a plain socket. */
    private final class Listener implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port());
        private final BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        Listener(String query) throws IOException {
            socket.setSoTimeout(20_000);
            String request = "GET /api/events" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
        }

        JsonNode next() throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith("data:")) {
                line = lines.readLine();
            }
            assertThat(line).as("the stream has ended").isNotNull();
            return new ObjectMapper().readTree(line.substring("data:".length()));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
