package io.sentinelsdn.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.Controller;
import io.sentinelsdn.controller.ControllerConfig;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SliceView;
import io.sentinelsdn.domain.slice.SwitchPort;
import io.sentinelsdn.domain.spi.FlowStore;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.domain.spi.PortQueues;
import io.sentinelsdn.domain.spi.SliceDesk.Conflict;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import io.sentinelsdn.slicing.SliceConfig;
import io.sentinelsdn.slicing.Slices;
import io.sentinelsdn.store.Stores;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random operations on slices and rules, with switches that restart, lose their connection or entries, and a
 * controller that starts anew between: at the end the switches hold what switches hold that have never seen anything
 * else.
 */
class SliceRandomTest {
    /** {@code -Dsentinel.slices.operations=1000} plays longer. */
    private static final int OPERATIONS = Integer.getInteger("sentinel.slices.operations", 200);

    /** {@code -Dsentinel.slices.seed=…} plays otherwise. */
    private static final long SEED = Long.getLong("sentinel.slices.seed", 20_260_301L);

    private static final int SWITCHES = 3;
    private static final int PORTS = 4;
    private static final long CLASS_MASK = 0xffff_ff00_0000_0000L;
    private static final long SLICE_CLASS = 0x5e17_0a00_0000_0000L;
    private static final long RULE_CLASS = 0x5e17_8400_0000_0000L;
    /** Meters of slices, as the switch describes them: OFPMF_KBPS, OFPMF_BURST, OFPMF_STATS. */
    private static final String KBPS_AND_BURST = "13 [";

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Random random = new Random(SEED);
    private final Map<String, FlowRule> rules = new TreeMap<>();
    private int names;

    /** A controller with slices and switches that are connected to it. */
    private static final class House implements AutoCloseable {
        private final HouseStore store;
        private final List<EmulatedSwitch> switches = new ArrayList<>();
        private Controller controller;
        private Slices slices;

        House(HouseStore store) throws IOException {
            this.store = store;
            startController();
            for (int i = 1; i <= SWITCHES; i++) {
                EmulatedSwitch emulated = new EmulatedSwitch(SwitchConfig.of(new Dpid(i), PORTS)
                        .withTimers(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(5)));
                emulated.connect("127.0.0.1", controller.port());
                switches.add(emulated);
            }
            await("all switches have come", () -> controller.connectedSwitches() == SWITCHES);
        }

        private void startController() throws IOException {
            Counters counters = new Counters();
            ControllerConfig config =
                    ControllerConfig.defaults().withStatsIntervalMs(200).listeningOn("127.0.0.1", 0);
            controller = new Controller(config, counters, event -> {}, FlowStore.NONE, () -> sample -> {});
            slices = new Slices(
                    SliceConfig.defaults().withQueues(false),
                    controller.sliceSwitches(),
                    controller,
                    PortQueues.NONE,
                    store,
                    new QuietTraffic(),
                    () -> true,
                    event -> {},
                    counters,
                    Clock.systemUTC());
            slices.start(List.of());
            controller.start();
        }

        /** The process ends and another begins; the switches find it. */
        void restartController(List<FlowRule> rules) throws IOException {
            switches.forEach(EmulatedSwitch::disconnect);
            slices.close();
            controller.close();
            startController();
            controller.apply(RuleBatch.adding(rules));
            switches.forEach(emulated -> emulated.connect("127.0.0.1", controller.port()));
        }

        /** Entries of slices and rules with what they do and their meters' limits, and all meters, of each switch. */
        Map<String, List<String>> state() {
            Map<String, List<String>> state = new TreeMap<>();
            for (EmulatedSwitch emulated : switches) {
                Map<Long, String> meters = new TreeMap<>();
                emulated.meters().forEach(meter -> meters.put(meter.id(), meter.limits()));
                List<String> lines = emulated.flows().stream()
                        .filter(flow -> (flow.cookie() & CLASS_MASK) == SLICE_CLASS
                                || (flow.cookie() & CLASS_MASK) == RULE_CLASS)
                        .map(flow -> flow.table() + "/" + flow.priority() + "/" + Long.toHexString(flow.cookie()) + " "
                                + flow.effect()
                                + (flow.meterId() == 0 ? "" : " metered " + meters.get(flow.meterId())))
                        .sorted()
                        .collect(Collectors.toCollection(ArrayList::new));
                lines.addAll(new TreeSet<>(meters.values()));
                lines.add(meters.size() + " meters");
                state.put(emulated.dpid().toString(), lines);
            }
            return state;
        }

        @Override
        public void close() {
            switches.forEach(EmulatedSwitch::close);
            slices.close();
            controller.close();
        }
    }

    @Test
    void shouldEndWithWhatIsWantedWhateverHappenedBefore() throws Exception {
        try (HouseStore store = Stores.inMemory();
                House house = new House(store)) {
            for (int i = 0; i < OPERATIONS; i++) {
                operate(house, i);
            }
            assertThat(house.slices.slices()).hasSizeGreaterThan(3);
            try (House fresh = new House(store)) {
                fresh.controller
                        .apply(RuleBatch.adding(List.copyOf(rules.values())))
                        .get(20, TimeUnit.SECONDS);
                await("the fresh switches are settled", () -> settled(fresh, store));
                awaitAtMost(
                        new Calm(() -> settled(house, store) && house.state().equals(fresh.state())));
                assertThat(house.state())
                        .as(
                                "seed %d, %d slices, %d rules",
                                SEED, house.slices.slices().size(), rules.size())
                        .isEqualTo(fresh.state());
            }
            for (SliceView view : house.slices.slices()) {
                assertThat(house.slices.remove(view.slice().id()).get(20, TimeUnit.SECONDS))
                        .isTrue();
            }
            await(
                    "nothing of slices is left",
                    () -> house.state().values().stream()
                            .flatMap(List::stream)
                            .noneMatch(line -> line.contains("/5e170a") || line.startsWith(KBPS_AND_BURST)));
        }
    }

    private static boolean settled(House house, HouseStore store) {
        List<SliceView> views = house.slices.slices();
        return house.controller.connectedSwitches() == SWITCHES
                && views.size() == store.slices().size()
                && views.stream()
                        .filter(view -> view.slice().spec().enabled())
                        .allMatch(view -> view.status() == SliceView.Status.ACTIVE);
    }

    private void operate(House house, int number) throws Exception {
        List<SliceView> views = house.slices.slices();
        SliceView some = views.isEmpty() ? null : views.get(random.nextInt(views.size()));
        EmulatedSwitch emulated = house.switches.get(random.nextInt(SWITCHES));
        int what = random.nextInt(100);
        if (what < 35 && views.size() < 20) {
            allowConflict(() -> house.slices.create(spec()).get(20, TimeUnit.SECONDS));
        } else if (what < 55 && some != null) {
            allowConflict(() -> house.slices.replace(some.slice().id(), spec()).get(20, TimeUnit.SECONDS));
        } else if (what < 75 && some != null) {
            house.slices.remove(some.slice().id()).get(20, TimeUnit.SECONDS);
        } else if (what < 90) {
            rule(house);
        } else if (what < 94) {
            emulated.restart();
        } else if (what < 96) {
            emulated.dropConnection();
        } else if (what < 99) {
            emulated.removeSilently(SLICE_CLASS, CLASS_MASK);
        } else if (number % 2 == 0) {
            house.restartController(List.copyOf(rules.values()));
        }
    }

    private void rule(House house) {
        String id = "r-" + random.nextInt(12);
        if (random.nextBoolean()) {
            boolean limits = random.nextBoolean();
            FlowRule rule = new FlowRule(
                    id,
                    random.nextBoolean() ? null : new Dpid(1 + random.nextInt(SWITCHES)),
                    RuleBand.USER,
                    Match.source(Prefix.parse("192.168." + random.nextInt(40) + ".0/24")),
                    limits ? FlowRule.Verdict.METER : FlowRule.Verdict.DROP,
                    limits ? MeterSpec.packetsPerSecond(100) : null,
                    null);
            if (rules.values().stream()
                    .noneMatch(other -> !other.id().equals(id) && other.match().equals(rule.match()))) {
                rules.put(id, rule);
                house.controller.apply(RuleBatch.adding(List.of(rule)));
            }
        } else if (rules.remove(id) != null) {
            house.controller.apply(RuleBatch.removing(List.of(id)));
        }
    }

    /** What was asked, or nothing when it contradicts another slice. */
    private static void allowConflict(Attempt attempt) throws Exception {
        try {
            attempt.run();
        } catch (ExecutionException refused) {
            assertThat(refused).hasCauseInstanceOf(Conflict.class);
        }
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private SliceSpec spec() {
        int bandwidth = 1 + random.nextInt(50);
        boolean whole = random.nextInt(4) > 0;
        List<Prefix> prefixes = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int net = random.nextInt(60);
            prefixes.add(Prefix.parse(
                    random.nextBoolean() ? "10.1." + net + ".0/24" : "fd00:" + Integer.toHexString(net) + "::/64"));
        }
        List<SwitchPort> ports = whole && random.nextInt(4) == 0
                ? List.of(new SwitchPort(new Dpid(1 + random.nextInt(SWITCHES)), 1 + random.nextInt(PORTS)))
                : List.of();
        List<Integer> vlans = whole && random.nextInt(4) == 0 ? List.of(1 + random.nextInt(50)) : List.of();
        SliceMatch match = new SliceMatch(
                prefixes,
                List.of(),
                List.of(),
                vlans,
                ports,
                whole ? null : (Integer) (random.nextBoolean() ? 6 : 17),
                whole ? List.of() : List.of(80 + random.nextInt(3)));
        return new SliceSpec(
                "slice " + names++,
                bandwidth,
                random.nextInt(8),
                random.nextInt(bandwidth + 1) / 10,
                match,
                whole && random.nextInt(3) == 0,
                random.nextBoolean(),
                null,
                null,
                random.nextInt(8) > 0);
    }

    /** What holds, and has held for a second: where frames are flooded to is told after switches have come. */
    private static final class Calm implements BooleanSupplier {
        private static final long LONG_NS = Duration.ofSeconds(1).toNanos();

        private final BooleanSupplier condition;
        private long sinceNs;
        private boolean held;

        Calm(BooleanSupplier condition) {
            this.condition = condition;
        }

        @Override
        public boolean getAsBoolean() {
            boolean holds = condition.getAsBoolean();
            if (holds && !held) {
                sinceNs = System.nanoTime();
            }
            held = holds;
            return holds && System.nanoTime() - sinceNs >= LONG_NS;
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        assertThat(awaitAtMost(condition)).as("waiting until " + what).isTrue();
    }

    private static boolean awaitAtMost(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return true;
    }
}
