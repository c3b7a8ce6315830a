package io.sentinelsdn.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.openflow.Patience;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.frame.Frames.Hop;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A controller on a free port and emulated switches that are connected to it over TCP. */
final class TestNet implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final Counters counters = new Counters();
    final Queue<FlowSample> samples = new ConcurrentLinkedQueue<>();
    final Queue<Event> events = new ConcurrentLinkedQueue<>();
    final FakeFlowStore flowStore;
    final Controller controller;
    private final List<EmulatedSwitch> switches = new ArrayList<>();

    TestNet() throws IOException {
        this(ControllerConfig.defaults().withLinkProbeMs(100));
    }

    TestNet(ControllerConfig config) throws IOException {
        this(config, new FakeFlowStore());
    }

    /** A network whose controller remembers what is in this store. */
    TestNet(ControllerConfig config, FakeFlowStore flowStore) throws IOException {
        this.flowStore = flowStore;
        controller = new Controller(
                config.listeningOn("127.0.0.1", 0),
                counters,
                events::add,
                flowStore,
                () -> sample -> samples.add(new FlowSample().set(sample)));
        controller.start();
    }

    /** The defaults with another patience. */
    static ControllerConfig with(Patience patience) {
        ControllerConfig defaults = ControllerConfig.defaults();
        return defaults.withOpenFlow(defaults.openFlow().withPatience(patience));
    }

    /** A switch of that many ports, connected and set up. */
    EmulatedSwitch connect(long dpid, int ports) {
        return connect(SwitchConfig.of(new Dpid(dpid), ports));
    }

    EmulatedSwitch connect(SwitchConfig config) {
        EmulatedSwitch emulated = new EmulatedSwitch(config);
        switches.add(emulated);
        emulated.connect("127.0.0.1", controller.port());
        await("switch is set up", () -> isSetUp(config.dpid()) && floods(emulated));
        return emulated;
    }

    boolean isSetUp(Dpid dpid) {
        return controller.switches().stream()
                .anyMatch(view -> view.dpid().equals(dpid) && view.connected() && view.flowEntries() > 0);
    }

    /** Whether its ports have been told from each other: it has the entry for unknown destinations. */
    static boolean floods(EmulatedSwitch emulated) {
        return emulated.flows().stream()
                .anyMatch(flow -> flow.table() == 2 ? flow.priority() == 0 : flow.priority() == 10_000);
    }

    /** Whether the host has an answer from this address. */
    static boolean pings(EmulatedHost from, IpAddress to) {
        try {
            return from.ping(to).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    long counter(String name) {
        return counters.counter(name, "").value();
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        switches.forEach(EmulatedSwitch::close);
        controller.close();
    }

    /** A host for frames: address 10.0.0.n and fd00::n, Ethernet address 02:00:00:00:00:n. */
    record Station(int number) {
        MacAddress mac() {
            return new MacAddress(0x0200_0000_0000L + number);
        }

        IpAddress v4() {
            return IpAddress.parse("10.0.0." + number);
        }

        IpAddress v6() {
            return IpAddress.parse("fd00::" + Integer.toHexString(number));
        }

        Hop to(Station other) {
            return new Hop(mac(), other.mac());
        }

        byte[] arpFor(Station other) {
            return Frames.arpRequest(mac(), v4(), other.v4());
        }

        byte[] pingTo(Station other) {
            return Frames.ping(to(other), v4(), other.v4(), 1, 1, 56);
        }

        byte[] synTo(Station other, int srcPort, int dstPort) {
            return Frames.syn(to(other), v4(), other.v4(), srcPort, dstPort);
        }

        byte[] udpTo(Station other, int srcPort, int dstPort) {
            return Frames.udp(to(other), v4(), other.v4(), srcPort, dstPort, new byte[18]);
        }
    }
}
