package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.event.Event;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WebSocketTest {
    private static final String UPGRADE = """
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

            """.replace("\n", "\r\n");

    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    @Test
    void shouldTellWhatGoesOnAndThenWhatHappens() throws Exception {
        Listener listener = new Listener("?topics=detections");

        assertThat(listener.next().at("/data/id").asText()).isEqualTo("d-live");

        api.server.events().publish(new Event.SwitchChanged(FakeHouse.DPID, true, "not subscribed"));
        api.server
                .events()
                .publish(new Event.DetectionChanged(FakeHouse.detection("d-live", DetectionStatus.MITIGATED)));
        JsonNode message = listener.next();
        assertThat(message.get("topic").asText()).isEqualTo("detections");
        assertThat(message.get("timestamp").asText()).endsWith("Z");
        assertThat(message.at("/data/status").asText()).isEqualTo("mitigated");
    }

    @Test
    void shouldSubscribeAndUnsubscribeWhenAsked() throws Exception {
        Listener listener = new Listener("?topics=switches");

        listener.say("{\"subscribe\":[\"mitigations\"]}");
        assertThat(listener.next().at("/data/topics").toString()).isEqualTo("[\"mitigations\",\"switches\"]");
        api.server.events().publish(new Event.RuleChanged(FakeDesk.rule("r-1", "192.0.2.1")));
        assertThat(listener.next().at("/data/rule/id").asText()).isEqualTo("r-1");

        listener.say("{\"unsubscribe\":[\"mitigations\"]}");
        assertThat(listener.next().at("/data/topics").toString()).isEqualTo("[\"switches\"]");
        api.server.events().publish(new Event.RuleChanged(FakeDesk.rule("r-2", "192.0.2.2")));
        api.server.events().publish(new Event.SwitchChanged(FakeHouse.DPID, true, "after it"));
        assertThat(listener.next().at("/data/detail").asText()).isEqualTo("after it");
    }

    @Test
    void shouldSayWhatIsWrongAndStay() throws Exception {
        Listener listener = new Listener("?topics=switches");

        for (String wrong :
                new String[] {"{\"subscribe\":[\"weather\"]}", "{", "[]", "{\"subscribe\":7}", "{\"a\":1,\"b\":2}"}) {
            listener.say(wrong);
            JsonNode answer = listener.next();
            assertThat(answer.get("topic").asText()).as(wrong).isEqualTo("error");
            assertThat(answer.at("/data/type").asText()).startsWith("/problems/");
        }
        api.server.events().publish(new Event.SwitchChanged(FakeHouse.DPID, true, "still here"));
        assertThat(listener.next().at("/data/detail").asText()).isEqualTo("still here");
    }

    @Test
    void shouldWantAKeyOrATokenInTheAddress() throws Exception {
        api.requireKeys();
        String token = api.post("/api/auth/token", "{\"api_key\":\"" + api.keyOf(Role.VIEWER) + "\"}")
                .json()
                .get("access_token")
                .asText();

        assertThatThrownBy(() -> new Listener("?topics=switches")).isInstanceOf(CompletionException.class);
        Listener listener = new Listener("?topics=switches&access_token=" + token);
        listener.awaitReady();
        api.server.events().publish(new Event.SwitchChanged(FakeHouse.DPID, true, "known"));
        assertThat(listener.next().at("/data/detail").asText()).isEqualTo("known");
    }

    @Test
    void shouldRefusePagesOfOthersAndOrdinaryRequests() {
        String head = "GET /ws/live HTTP/1.1\r\nHost: localhost\r\n";
        String upgrade = UPGRADE.replace("Upgrade\r\n", "Upgrade, close\r\n");

        RawHttp.Answer foreign = RawHttp.ask(api.server.port(), head + "Origin: https://evil.example\r\n" + upgrade);
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.body()).contains("/problems/forbidden-origin");
        assertThat(api.get("/ws/live").status()).isEqualTo(426);
        assertThat(api.get("/ws/live").header("Upgrade")).isEqualTo("websocket");
    }

    @Test
    void shouldNotGrowWithAClientThatDoesNotReadAndTellItTheNewestState() throws Exception {
        try (Socket lazy = connect("?topics=mitigations")) {
            Listener other = new Listener("?topics=switches");
            other.awaitReady();
            for (int i = 0; superseded() <= 1_000; i++) {
                assertThat(i).as("messages without one given up").isLessThan(200_000);
                api.server.events().publish(new Event.RuleChanged(FakeDesk.rule("r-" + i, "192.0.2.1")));
            }
            api.server.events().publish(new Event.SwitchChanged(FakeHouse.DPID, true, "not held up"));
            assertThat(other.next().at("/data/detail").asText()).isEqualTo("not held up");

            api.server.events().publish(new Event.RuleChanged(FakeDesk.rule("the-last-one", "192.0.2.1")));
            assertThat(readUntil(lazy.getInputStream(), "\"the-last-one\"")).isTrue();
        }
    }

    @Test
    void shouldForgetClientsThatLeave() throws Exception {
        try (LiveLog log = new LiveLog()) {
            Socket leaving = connect("?topics=switches");
            log.awaitUntil(() -> clients() == 1);
            leaving.close();
            log.awaitUntil(() -> clients() == 0);
        }
    }

    private Socket connect(String query) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.server.port()));
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET /ws/live" + query + " HTTP/1.1\r\nHost: localhost\r\n" + UPGRADE)
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(readUntil(socket.getInputStream(), "HTTP/1.1 101")).isTrue();
        return socket;
    }

    private static boolean readUntil(InputStream in, String text) throws IOException {
        StringBuilder tail = new StringBuilder();
        byte[] chunk = new byte[65_536];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            tail.append(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
            if (tail.indexOf(text) >= 0) {
                return true;
            }
            tail.delete(0, Math.max(0, tail.length() - text.length()));
        }
        return false;
    }

    private double clients() {
        return api.counters.gauges().get("sentinel_live_clients").value().getAsDouble();
    }

    private long superseded() {
        return api.counters.counters().get("sentinel_live_superseded_total").value();
    }

    private final class Listener implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;

        Listener(String query) {
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + api.server.port() + "/ws/live" + query), this)
                    .join();
        }

        void say(String text) {
            socket.sendText(text, true).join();
        }

        /** What it said is answered only once it listens. */
        void awaitReady() throws Exception {
            say("{\"subscribe\":[]}");
            assertThat(next().get("topic").asText()).isEqualTo("subscription");
        }

        JsonNode next() throws Exception {
            String message = messages.poll(20, TimeUnit.SECONDS);
            assertThat(message).as("a message").isNotNull();
            return new ObjectMapper().readTree(message);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
