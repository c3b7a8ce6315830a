package io.sentinelsdn.ovsdb.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.sentinelsdn.domain.metric.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A client that watches the bridges of a server, on a thread of its own. */
final class ClientFixture implements AutoCloseable {
    static final OvsdbLimits QUICK = new OvsdbLimits(100_000, 100, 8, 20_000, 20_000, 20, 100);

    final Counters counters = new Counters();
    final TableWatch bridges;
    final OvsdbClient client;
    private final EventLoopGroup thread = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    ClientFixture(OvsdbTarget target, OvsdbLimits limits, OvsdbTls tls, String table) {
        bridges = new TableWatch(
                "Open_vSwitch",
                table,
                List.of("name", "datapath_id", "fail_mode", "flood_vlans", "external_ids"),
                null,
                rows -> {});
        client = new OvsdbClient(target, tls, limits, thread.next(), false, List.of(bridges), counters);
        client.start();
    }

    static ClientFixture of(OvsdbTarget target) {
        return new ClientFixture(target, QUICK, null, "Bridge");
    }

    ClientFixture connected() {
        await("the client is connected", client::isConnected);
        return this;
    }

    /** The bridge of this name, or null. */
    Row bridge(String name) {
        return bridges.rows().values().stream()
                .filter(row -> name.equals(row.text("name")))
                .findFirst()
                .orElse(null);
    }

    void awaitFailMode(String bridge, String mode) {
        await(bridge + " has fail mode " + mode, () -> {
            Row row = bridge(bridge);
            return row != null && mode.equals(row.text("fail_mode"));
        });
    }

    /** Waits for br0 after {@code flood_vlans} 1,2 became 2,3 and of three external ids one stayed, one changed and one came. */
    void awaitChangedBridge() {
        awaitFailMode("br0", "secure");
        Map<String, JsonNode> columns = bridge("br0").columns();
        assertThat(Datum.elements(columns.get("flood_vlans")))
                .extracting(JsonNode::asInt)
                .containsExactlyInAnyOrder(2, 3);
        assertThat(Datum.pairs(columns.get("external_ids")))
                .containsOnly(
                        Map.entry(text("stays"), text("1")),
                        Map.entry(text("changes"), text("2")),
                        Map.entry(text("comes"), text("1")));
    }

    static Map<String, JsonNode> named(String name) {
        return Map.of("name", TextNode.valueOf(name));
    }

    static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    static JsonNode numbers(int... numbers) {
        List<JsonNode> nodes = new ArrayList<>();
        for (int number : numbers) {
            nodes.add(IntNode.valueOf(number));
        }
        return Datum.set(nodes);
    }

    static String uuidOf(JsonNode results) {
        return Datum.uuids(results.get(0).get("uuid")).get(0);
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        client.close();
        thread.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }
}
