package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.ApiFixture.Answer;
import io.sentinelsdn.controller.Controller;
import io.sentinelsdn.controller.ControllerConfig;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.spi.FlowStore;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The API before a real controller, to which emulated switches connect. */
final class NetFixture implements AutoCloseable {
    private final Counters counters = new Counters();
    private final FakeHouse house = new FakeHouse();
    private final Controller controller;
    private final ApiServer server;
    private final ApiClient client;
    private final List<EmulatedSwitch> switches = new ArrayList<>();

    NetFixture() throws IOException {
        controller = new Controller(
                ControllerConfig.defaults().listeningOn("127.0.0.1", 0),
                counters,
                event -> {},
                new NoStore(),
                () -> sample -> {});
        controller.start();
        server = ApiServer.start(
                ApiConfig.at("127.0.0.1", 0, false),
                new ApiParts(
                        controller,
                        controller.statistics(),
                        controller.flowDesk(),
                        new FakeSlices(),
                        house,
                        new FakeDesk(),
                        new FakeFeedback(house),
                        new FakeHistory(),
                        new FakeHistory().series(),
                        new FakeModels(),
                        new FakeLogs(),
                        new FakeSettings(),
                        counters,
                        "1.2.3",
                        Map::of));
        client = new ApiClient(server.port());
    }

    /** A switch, connected and set up. */
    EmulatedSwitch connect(Dpid dpid, int ports) {
        EmulatedSwitch emulated = new EmulatedSwitch(SwitchConfig.of(dpid, ports));
        switches.add(emulated);
        emulated.connect("127.0.0.1", controller.port());
        await(
                "switch is set up",
                () -> controller.switches().stream()
                        .anyMatch(view -> view.dpid().equals(dpid) && view.connected() && view.flowEntries() > 0));
        return emulated;
    }

    Answer get(String path) {
        return client.send("GET", path, null, null);
    }

    Answer post(String path, String body) {
        return client.send("POST", path, "application/json", body);
    }

    Answer delete(String path) {
        return client.send("DELETE", path, null, null);
    }

    long counter(String name) {
        return counters.counter(name, "").value();
    }

    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        server.close();
        switches.forEach(EmulatedSwitch::close);
        controller.close();
    }

    private static final class NoStore implements FlowStore {
        @Override
        public void saveFlow(UserFlow flow) {}

        @Override
        public void deleteFlow(String id) {}

        @Override
        public List<UserFlow> flows() {
            return List.of();
        }

        @Override
        public void flush() {}
    }
}
