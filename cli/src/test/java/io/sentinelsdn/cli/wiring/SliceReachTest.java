package io.sentinelsdn.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.Controller;
import io.sentinelsdn.controller.ControllerConfig;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.spi.FlowStore;
import io.sentinelsdn.domain.spi.PortQueues;
import io.sentinelsdn.domain.spi.SliceStore;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.frame.Frames.Hop;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import io.sentinelsdn.slicing.SliceConfig;
import io.sentinelsdn.slicing.Slices;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which frames get through between four hosts at one emulated switch. */
class SliceReachTest {
    private static final int HOSTS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<Integer> ALL = List.of(1, 2, 3, 4);

    private final EmulatedSwitch lan = new EmulatedSwitch(SwitchConfig.of(new Dpid(1), HOSTS));
    private Controller controller;
    private Slices slices;

    @BeforeEach
    void start() throws IOException {
        Counters counters = new Counters();
        ControllerConfig config = ControllerConfig.defaults().listeningOn("127.0.0.1", 0);
        controller = new Controller(config, counters, event -> {}, FlowStore.NONE, () -> sample -> {});
        slices = new Slices(
                SliceConfig.defaults().withQueues(false),
                controller.sliceSwitches(),
                controller,
                PortQueues.NONE,
                SliceStore.NONE,
                new QuietTraffic(),
                () -> true,
                event -> {},
                counters,
                Clock.systemUTC());
        slices.start(List.of());
        controller.start();
        lan.connect("127.0.0.1", controller.port());
        await("every host is known and reached", () -> {
            for (int host : ALL) {
                lan.inject(host, Frames.arpRequest(mac(host), v4(host), v4(1)));
                lan.inject(host, Frames.neighborSolicitation(mac(host), v6(host), v6(1)));
            }
            return controller.hosts().size() == HOSTS && reached(ALL, ALL).equals(everything(ALL, ALL));
        });
    }

    @AfterEach
    void close() {
        lan.close();
        slices.close();
        controller.close();
    }

    private static MacAddress mac(int host) {
        return new MacAddress(0x0200_0000_0000L + host);
    }

    private static IpAddress v4(int host) {
        return IpAddress.parse("10.0.0." + host);
    }

    private static IpAddress v6(int host) {
        return IpAddress.parse("fd00::" + host);
    }

    /** What one host may send to another, by kind. */
    private static Map<String, byte[]> frames(int from, int to) {
        Hop hop = new Hop(mac(from), mac(to));
        return Map.of(
                "ARP request", Frames.arpRequest(mac(from), v4(from), v4(to)),
                "ARP reply", Frames.arp(2, mac(to), mac(from), v4(from), mac(to), v4(to)),
                "solicitation", Frames.neighborSolicitation(mac(from), v6(from), v6(to)),
                "advertisement", Frames.neighborAdvertisement(hop, v6(from), v6(to)),
                "IPv4", Frames.ping(hop, v4(from), v4(to), 1, 1, 56),
                "IPv6", Frames.ping(hop, v6(from), v6(to), 1, 1, 56),
                "TCP", Frames.syn(hop, v4(from), v4(to), 40_000, 80));
    }

    private Set<String> reached(List<Integer> sources, List<Integer> targets) {
        Set<String> reached = new TreeSet<>();
        for (int from : sources) {
            for (int to : targets) {
                if (from != to) {
                    frames(from, to).forEach((kind, frame) -> {
                        if (lan.probe(from, frame).reaches(to)) {
                            reached.add(kind + " from " + from + " at " + to);
                        }
                    });
                }
            }
        }
        return reached;
    }

    private static Set<String> everything(List<Integer> sources, List<Integer> targets) {
        Set<String> all = new TreeSet<>();
        for (int from : sources) {
            for (int to : targets) {
                if (from != to) {
                    frames(from, to).keySet().forEach(kind -> all.add(kind + " from " + from + " at " + to));
                }
            }
        }
        return all;
    }

    private static SliceSpec slice(String name, boolean isolated, List<Integer> hosts) {
        SliceMatch match = new SliceMatch(
                List.of(),
                hosts.stream()
                        .flatMap(host -> List.of(v4(host), v6(host)).stream())
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of());
        return slice(name, 50, isolated, match);
    }

    private static SliceSpec slice(String name, int bandwidth, boolean isolated, SliceMatch match) {
        return new SliceSpec(name, bandwidth, 0, 0, match, isolated, false, null, null, true);
    }

    private String make(SliceSpec spec) throws Exception {
        return slices.create(spec).get(20, TimeUnit.SECONDS).slice().id();
    }

    @Test
    void shouldLetNothingPassBetweenAnIsolatedSliceAndAnotherAndEverythingWithin() throws Exception {
        List<Integer> red = List.of(1, 2);
        List<Integer> blue = List.of(3, 4);
        String first = make(slice("red", true, red));
        String second = make(slice("blue", false, blue));

        Set<String> within = everything(red, red);
        within.addAll(everything(blue, blue));
        await("only what is within gets through", () -> reached(ALL, ALL).equals(within));

        slices.remove(first).get(20, TimeUnit.SECONDS);
        slices.remove(second).get(20, TimeUnit.SECONDS);
        await("all is as it was", () -> reached(ALL, ALL).equals(everything(ALL, ALL)));
    }

    @Test
    void shouldLetAnIsolatedSliceReachHostsOfNoSlice() throws Exception {
        make(slice("red", true, List.of(1, 2)));
        make(slice("blue", true, List.of(3)));

        Set<String> allowed = everything(List.of(1, 2, 4), List.of(1, 2, 4));
        allowed.addAll(everything(List.of(3, 4), List.of(3, 4)));
        await("slices reach the host of none", () -> reached(ALL, ALL).equals(allowed));
    }

    @Test
    void shouldChangeASliceWithoutAGapForItsTraffic() throws Exception {
        List<Integer> pair = List.of(1, 2);
        List<SliceSpec> forms = List.of(
                slice("web", true, pair),
                slice("web", 5, false, SliceMatch.of(Prefix.parse("10.0.0.0/30"), Prefix.parse("fd00::/126"))),
                slice("web", false, List.of(1, 2, 3)),
                slice(
                        "web",
                        90,
                        true,
                        new SliceMatch(
                                List.of(), List.of(), List.of(mac(1), mac(2)), List.of(), List.of(), null, List.of())),
                slice(
                        "web",
                        20,
                        false,
                        new SliceMatch(
                                List.of(),
                                List.of(v4(1), v4(2), v6(1)),
                                List.of(),
                                List.of(),
                                List.of(),
                                17,
                                List.of())));
        String id = make(forms.get(0));
        Set<String> wanted = everything(pair, pair);
        for (int round = 0; round < 20; round++) {
            CompletableFuture<?> change = slices.replace(id, forms.get((round + 1) % forms.size()));
            do {
                assertThat(reached(pair, pair)).as("round %d", round).isEqualTo(wanted);
            } while (!change.isDone());
            change.get(20, TimeUnit.SECONDS);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
