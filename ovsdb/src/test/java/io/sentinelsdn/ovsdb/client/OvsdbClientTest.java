package io.sentinelsdn.ovsdb.client;

import static io.sentinelsdn.ovsdb.client.ClientFixture.await;
import static io.sentinelsdn.ovsdb.client.ClientFixture.named;
import static io.sentinelsdn.ovsdb.client.ClientFixture.numbers;
import static io.sentinelsdn.ovsdb.client.ClientFixture.text;
import static io.sentinelsdn.ovsdb.client.ClientFixture.uuidOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OvsdbClientTest {
    private static final String DB = "Open_vSwitch";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFollowRowsThatComeChangeAndGo(boolean conditional) throws Exception {
        try (FakeServer server = new FakeServer(conditional, ServerSocketFactory.getDefault(), 0)) {
            String first = uuidOf(server.change(Operation.insert("Bridge", named("br0"), null)));
            try (ClientFixture client = ClientFixture.of(server.target("tcp")).connected()) {
                assertThat(client.bridge("br0").text("fail_mode")).isNull();

                server.change(Operation.update("Bridge", first, Map.of("fail_mode", text("secure"))));
                client.awaitFailMode("br0", "secure");
                server.change(Operation.insert("Bridge", named("br1"), null));
                await("br1 is known", () -> client.bridge("br1") != null);
                server.change(Operation.delete("Bridge", first));
                await("br0 is gone", () -> client.bridge("br0") == null);

                assertThat(client.bridges.rows()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFollowSetsAndMaps(boolean conditional) throws Exception {
        try (FakeServer server = new FakeServer(conditional, ServerSocketFactory.getDefault(), 0);
                ClientFixture client = ClientFixture.of(server.target("tcp")).connected()) {
            String uuid = uuidOf(server.change(Operation.insert(
                    "Bridge",
                    Map.of(
                            "name",
                            text("br0"),
                            "flood_vlans",
                            numbers(1, 2),
                            "external_ids",
                            Datum.textMap(Map.of("stays", "1", "changes", "1", "goes", "1"))),
                    null)));

            server.change(
                    Operation.mutate("Bridge", uuid, "flood_vlans", "insert", numbers(3)),
                    Operation.mutate("Bridge", uuid, "flood_vlans", "delete", numbers(1)),
                    Operation.update(
                            "Bridge",
                            uuid,
                            Map.of("external_ids", Datum.textMap(Map.of("stays", "1", "changes", "2", "comes", "1")))),
                    Operation.update("Bridge", uuid, Map.of("fail_mode", text("secure"))));

            client.awaitChangedBridge();
        }
    }

    @Test
    void shouldChangeRowsAndSayWhy() throws Exception {
        try (FakeServer server = new FakeServer();
                ClientFixture client = ClientFixture.of(server.target("tcp")).connected()) {
            List<JsonNode> results = get(client.client.transact(
                    DB, List.of(Operation.insert("Bridge", named("br9"), "new")), "sentinel: a test"));

            assertThat(results).hasSize(1);
            await("the row is told", () -> client.bridge("br9") != null);
            assertThat(client.bridge("br9").uuid())
                    .isEqualTo(Datum.uuids(results.get(0).get("uuid")).get(0));
            assertThat(server.tables.comments()).containsExactly("sentinel: a test");
        }
    }

    @Test
    void shouldChangeNothingWhenOneOperationFails() throws Exception {
        try (FakeServer server = new FakeServer()) {
            String uuid = uuidOf(server.change(Operation.insert("Bridge", named("br0"), null)));
            try (ClientFixture client = ClientFixture.of(server.target("tcp")).connected()) {
                CompletableFuture<List<JsonNode>> changed = client.client.transact(
                        DB,
                        List.of(
                                Operation.update("Bridge", uuid, Map.of("fail_mode", text("secure"))),
                                Operation.expect("Bridge", uuid, "name", text("another"))),
                        "sentinel: a test");

                assertThatThrownBy(() -> get(changed))
                        .cause()
                        .hasMessage(server.target("tcp") + ": operation 1 of 2: timed out: in wait")
                        .extracting(failed -> ((OvsdbException) failed).kind())
                        .isEqualTo(OvsdbException.Kind.REFUSED);
                assertThat(client.bridge("br0").text("fail_mode")).isNull();
                assertThat(server.tables.comments()).isEmpty();
            }
        }
    }

    @Test
    void shouldComeBackAndTakeWhatHasChangedMeanwhile() throws Exception {
        FakeServer server = new FakeServer();
        int port = server.port();
        server.change(Operation.insert("Bridge", named("br0"), null));
        try (ClientFixture client = ClientFixture.of(server.target("tcp")).connected()) {
            server.close();
            await("nothing is known any more", () -> client.bridges.rows().isEmpty());
            assertThat(client.client.isConnected()).isFalse();
            assertThatThrownBy(() -> get(client.client.transact(DB, List.of(), "")))
                    .hasMessageContaining("not connected");

            try (FakeServer next = new FakeServer(true, ServerSocketFactory.getDefault(), port)) {
                next.change(Operation.insert("Bridge", named("br1"), null));
                await("the new row is known", () -> client.bridge("br1") != null);
            }
        }
    }

    @Test
    void shouldFailWhatIsUnderWayWhenTheConnectionBreaks() throws Exception {
        try (FakeServer server = new FakeServer();
                ClientFixture client = ClientFixture.of(server.target("tcp")).connected()) {
            server.mute();
            CompletableFuture<List<JsonNode>> waiting = client.client.transact(DB, List.of(), "");
            List<CompletableFuture<List<JsonNode>>> crowd = new ArrayList<>();
            for (int i = 0; i < ClientFixture.QUICK.maxPending(); i++) {
                crowd.add(client.client.transact(DB, List.of(), ""));
            }
            assertThatThrownBy(() -> get(crowd.get(crowd.size() - 1)))
                    .hasMessageContaining("8 requests wait for an answer already");
            assertThat(waiting).isNotDone();

            server.hangUp();

            assertThatThrownBy(() -> get(waiting)).hasMessageContaining("connection lost before the answer");
        }
    }

    @Test
    void shouldAnswerEchoAndRefuseOtherRequests() throws Exception {
        try (FakeServer server = new FakeServer();
                ClientFixture client = ClientFixture.of(server.target("tcp")).connected()) {
            server.say("{\"method\":\"echo\",\"params\":[\"}\\\"{\"],\"id\":\"e1\"}\n\n");
            server.say("{\"method\":\"steal\",\"params\":[],\"id\":7}");

            await("both are answered", () -> server.answersToUs.size() == 2);
            assertThat(server.answersToUs)
                    .extracting(JsonNode::toString)
                    .containsExactly(
                            "{\"result\":[\"}\\\"{\"],\"error\":null,\"id\":\"e1\"}",
                            "{\"result\":null,\"error\":\"unknown method\",\"id\":7}");
            assertThat(client.client.isConnected()).isTrue();
        }
    }

    @Test
    void shouldHangUpOnAServerThatIsSilentAndTryAgain() throws Exception {
        OvsdbLimits impatient = new OvsdbLimits(100_000, 100, 8, 20_000, 20, 20, 100);
        try (FakeServer server = new FakeServer();
                ClientFixture client = new ClientFixture(server.target("tcp"), impatient, null, "Bridge").connected()) {
            server.mute();
            await("it has given up", () -> !client.client.isConnected());
            server.unmute();
            await("it is back", client.client::isConnected);
            assertThat(server.connections()).isGreaterThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n", "{\"id\" 1}", "{\"id\":[[[[}"})
    void shouldHangUpOnWhatIsNoJsonRpcAndComeBack(String nonsense) throws Exception {
        try (FakeServer server = new FakeServer();
                ClientFixture client = ClientFixture.of(server.target("tcp")).connected()) {
            server.say(nonsense);

            await("it has connected again", () -> server.connections() == 2 && client.client.isConnected());
        }
    }

    @Test
    void shouldHangUpOnAMessageBeyondTheLimit() throws Exception {
        try (FakeServer server = new FakeServer();
                ClientFixture client = ClientFixture.of(server.target("tcp")).connected()) {
            server.say("{\"method\":\"" + "x".repeat(100_000));

            await("it has connected again", () -> server.connections() == 2 && client.client.isConnected());
            assertThatThrownBy(() -> get(client.client.transact(DB, List.of(), "x".repeat(100_000))))
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a message may have 100000 bytes");
        }
    }

    @Test
    void shouldKeepNoMoreRowsThanThereIsRoomFor() throws Exception {
        OvsdbLimits small = new OvsdbLimits(100_000, 2, 8, 20_000, 20_000, 20, 100);
        try (FakeServer server = new FakeServer()) {
            for (int i = 0; i < 5; i++) {
                server.change(Operation.insert("Bridge", named("br" + i), null));
            }
            try (ClientFixture client = new ClientFixture(server.target("tcp"), small, null, "Bridge").connected()) {
                assertThat(client.bridges.rows()).hasSize(2);
                assertThat(client.counters
                                .counter("sentinel_ovsdb_rows_not_kept_total", "")
                                .value())
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void shouldTryAgainWhenTheDatabaseIsAnother() throws Exception {
        try (FakeServer server = new FakeServer();
                ClientFixture client =
                        new ClientFixture(server.target("tcp"), ClientFixture.QUICK, null, "Logical_Switch")) {
            await("it has tried twice", () -> server.connections() >= 2);
            assertThat(client.client.isConnected()).isFalse();
        }
    }

    @Test
    void shouldReadTargetsAndRefuseOthers() {
        for (String text :
                List.of("unix:/run/db.sock", "tcp:10.0.0.1:6640", "ssl:[fd00::1]:6640", "tcp:sw1.lan:6640")) {
            assertThat(OvsdbTarget.parse(text)).hasToString(text);
        }
        for (String text : List.of("", "unix:db.sock", "tcp:10.0.0.1", "tcp:h:0", "tcp:h:65536", "ssl:fd00::1:6640")) {
            ThrowingCallable parsing = () -> OvsdbTarget.parse(text);
            assertThatThrownBy(parsing)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(OvsdbTarget.ALLOWED);
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }
}
