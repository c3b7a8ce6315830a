package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.controller.forwarding.MonitorConfig;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TablePressureTest {
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);
    private static final int PORTS = 4;
    private static final int HOSTS = 60;
    private static final int LASTING = 5;

    private final Random random = new Random(7);

    private static TestNet net(int budget) throws Exception {
        return new TestNet(ControllerConfig.defaults()
                .withLinkProbeMs(100)
                .withMonitor(MonitorConfig.defaults().withTableBudget(budget)));
    }

    private static SwitchView view(TestNet net) {
        return net.controller.switches().get(0);
    }

    /** A packet from a host at this port under a source address that is nobody's. */
    private byte[] spoofed(int port, Station to) {
        IpAddress src = IpAddress.parse("198.51." + random.nextInt(256) + "." + random.nextInt(256));
        return Frames.udp(new Station(port).to(to), src, to.v4(), 1_024 + random.nextInt(60_000), 53, new byte[18]);
    }

    private static int portOf(int host) {
        return 1 + (host - 1) % PORTS;
    }

    /** Beginning with another one each time: what the meter of a port lets pass is the first of them. */
    private void everyHostAsks(EmulatedSwitch lan) {
        int first = random.nextInt(HOSTS);
        for (int i = 0; i < HOSTS; i++) {
            int host = 1 + (first + i) % HOSTS;
            lan.inject(portOf(host), new Station(host).arpFor(ANN));
        }
    }

    private void flood(EmulatedSwitch lan) {
        for (int port = 1; port <= PORTS; port++) {
            lan.inject(port, spoofed(port, new Station(1 + random.nextInt(20))));
        }
    }

    private static long knownHosts(EmulatedSwitch lan) {
        return lan.flows().stream()
                .filter(flow -> flow.table() == 2 && flow.priority() == 100)
                .count();
    }

    private static boolean wasPressed(TestNet net) {
        return net.events.stream()
                .anyMatch(event -> event instanceof Event.TablePressure pressure && pressure.level() > 0);
    }

    @Test
    void shouldKeepTheTablesWithinTheirBudgetUnderASpoofedFlood() throws Exception {
        try (TestNet net = net(300)) {
            EmulatedSwitch lan = net.connect(SwitchConfig.of(new Dpid(1), PORTS).withMaxEntries(300));
            await("all hosts are known", () -> {
                everyHostAsks(lan);
                return knownHosts(lan) == HOSTS;
            });

            await("the tables fill up", () -> {
                flood(lan);
                return wasPressed(net);
            });
            await("all ports are coarse", () -> {
                flood(lan);
                return view(net).coarsePorts().size() == PORTS && lan.flows().size() < 240;
            });
            AtomicInteger most = new AtomicInteger();
            AtomicInteger rounds = new AtomicInteger();
            await("the flood goes on for a while", () -> {
                flood(lan);
                most.accumulateAndGet(lan.flows().size(), Math::max);
                return rounds.incrementAndGet() == 400;
            });

            assertThat(most.get()).isBetween(HOSTS, 240);
            assertThat(knownHosts(lan)).isEqualTo(HOSTS);
            Station host = new Station(7);
            assertThat(lan.probe(1, ANN.udpTo(host, 5_000, 53)).outputPorts()).containsExactly(portOf(7));
            FlowRule block = new FlowRule(
                    "r1", null, RuleBand.USER, Match.source(Prefix.host(ANN.v4())), Verdict.DROP, null, null);
            assertThat(net.controller
                            .apply(RuleBatch.adding(List.of(block)))
                            .get(10, TimeUnit.SECONDS)
                            .get("r1")
                            .status())
                    .isEqualTo(Status.INSTALLED);
            assertThat(lan.probe(1, ANN.udpTo(host, 5_000, 53)).dropped()).isTrue();
        }
    }

    /** Five flows that go on, all from Ann. */
    private static void lastingFlows(EmulatedSwitch lan) {
        for (int flow = 1; flow <= LASTING; flow++) {
            lan.inject(1, ANN.udpTo(new Station(10 + flow), 5_000 + flow, 53));
        }
    }

    private static long countedOnTheSwitch(EmulatedSwitch lan) {
        return lan.flows().stream()
                .filter(flow -> Cookies.classOf(flow.cookie()) == Cookies.FINE && flow.packets() >= 20)
                .count();
    }

    private static long countedByUs(TestNet net) {
        return net.samples.stream()
                .filter(sample -> sample.kind == FlowSample.Kind.FLOW && sample.packets >= 20)
                .map(sample -> sample.srcPort)
                .distinct()
                .count();
    }

    @Test
    void shouldDeleteFlowsOfOnePacketFirstWhenTablesFillUp() throws Exception {
        try (TestNet net = net(300)) {
            EmulatedSwitch lan = net.connect(1, PORTS);
            await("all hosts are known", () -> {
                everyHostAsks(lan);
                return knownHosts(lan) == HOSTS;
            });
            await("lasting flows are counted", () -> {
                lastingFlows(lan);
                return countedByUs(net) == LASTING;
            });

            await(
                    "flows of one packet fill the tables to 70 %",
                    () -> {
                        lastingFlows(lan);
                        if (lan.flows().size() < 215) {
                            int port = 2 + random.nextInt(PORTS - 1);
                            lan.inject(port, spoofed(port, new Station(1 + random.nextInt(20))));
                        }
                        return wasPressed(net);
                    });
            await("there is room again", () -> {
                lastingFlows(lan);
                return net.counter("sentinel_monitor_evicted_entries_total") > 0
                        && lan.flows().size() < 210;
            });

            assertThat(countedOnTheSwitch(lan)).as("flows that go on").isEqualTo(LASTING);
            assertThat(knownHosts(lan)).isEqualTo(HOSTS);
            assertThat(net.events)
                    .filteredOn(Event.TablePressure.class::isInstance)
                    .allMatch(event -> ((Event.TablePressure) event).level() <= 1);
        }
    }

    @Test
    void shouldTakeAFullTableForASignalAtOnce() throws Exception {
        try (TestNet net = net(10_000)) {
            EmulatedSwitch lan = net.connect(SwitchConfig.of(new Dpid(1), 2).withMaxEntries(50));
            lan.inject(2, BOB.arpFor(ANN));
            await("a host is known", () -> knownHosts(lan) == 1);

            await("a table is full", () -> {
                lan.inject(1, spoofed(1, BOB));
                return net.counter("sentinel_table_full_total") > 0;
            });

            await("the switch says so", () -> view(net).tableLevel() == 2);
            assertThat(view(net).degraded()).anyMatch(reason -> reason.startsWith("table full"));
            assertThat(view(net).coarsePorts()).containsExactly(1);
            assertThat(view(net).tableBudget()).isLessThanOrEqualTo(100);
            await(
                    "watchers hear of it",
                    () -> net.events.stream()
                            .anyMatch(event -> event instanceof Event.TablePressure pressure && pressure.level() == 2));
            await("there is room again", () -> view(net).monitorEntries() == 0);
            assertThat(lan.probe(1, ANN.udpTo(BOB, 5_000, 53)).outputPorts()).containsExactly(2);
        }
    }
}
