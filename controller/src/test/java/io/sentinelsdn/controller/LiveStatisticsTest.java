package io.sentinelsdn.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.FlowFilter;
import io.sentinelsdn.domain.ofctl.FlowStats;
import io.sentinelsdn.domain.ofctl.MeterStats;
import io.sentinelsdn.domain.ofctl.PortStats;
import io.sentinelsdn.domain.ofctl.TableStats;
import io.sentinelsdn.domain.spi.SwitchStatistics;
import io.sentinelsdn.domain.spi.SwitchStatistics.Answer;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import io.sentinelsdn.domain.spi.SwitchTrouble;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveStatisticsTest {
    private static final Dpid LAN = new Dpid(1);
    private static final Window ALL = new Window(1000, 0);

    private static <T> Answer<T> get(CompletableFuture<Answer<T>> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static SwitchStatistics statistics(TestNet net) {
        return net.controller.statistics();
    }

    @Test
    void shouldReadTheEntriesThatTheSwitchHolds() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);

            Answer<FlowStats> answer = get(statistics(net).flows(LAN, FlowFilter.ALL, ALL));

            assertThat(answer.total()).isEqualTo(lan.flowCount());
            assertThat(answer.items())
                    .extracting(FlowStats::cookie)
                    .containsExactlyInAnyOrderElementsOf(lan.flows().stream()
                            .map(flow -> (Number) flow.cookie())
                            .toList());
            assertThat(answer.supported()).isTrue();
            assertThat(answer.truncated()).isFalse();
        }
    }

    @Test
    void shouldFilterByTableAndCookieAndGiveAWindow() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            FlowFilter punts = new FlowFilter(3, Cookies.PUNT, Cookies.CLASS_MASK, -1, -1);
            long expected = lan.flows(3).stream()
                    .filter(flow -> Cookies.classOf(flow.cookie()) == Cookies.PUNT)
                    .count();

            Answer<FlowStats> answer = get(statistics(net).flows(LAN, punts, new Window(1, 1)));

            assertThat(answer.items()).singleElement().satisfies(flow -> {
                assertThat(flow.tableId()).isEqualTo(3);
                assertThat(flow.actions())
                        .anySatisfy(action -> assertThat(action).containsEntry("port", "CONTROLLER"));
            });
            assertThat(answer.total()).isEqualTo(expected);
            assertThat(get(statistics(net).aggregate(LAN, punts)).items())
                    .singleElement()
                    .satisfies(sum -> assertThat(sum.flowCount()).isEqualTo(expected));
        }
    }

    @Test
    void shouldReadPortsWithTheirNames() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            lan.inject(1, new Station(1).pingTo(new Station(2)), 77);
            lan.setPortUp(2, false);

            List<PortStats> ports = get(statistics(net).ports(LAN, ALL)).items();

            assertThat(ports).extracting(PortStats::portNo).containsExactly(1L, 2L);
            assertThat(ports).extracting(PortStats::up).containsExactly(true, false);
            assertThat(ports.get(0).rxPackets()).isEqualTo(77L);
            assertThat(ports.get(0).name()).isNotBlank();
            assertThat(ports.get(0).hwAddr()).matches("([0-9a-f]{2}:){5}[0-9a-f]{2}");
        }
    }

    @Test
    void shouldReadMetersWithTheirBands() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);

            List<MeterStats> meters = get(statistics(net).meters(LAN, ALL)).items();

            assertThat(meters).hasSameSizeAs(lan.meters());
            assertThat(meters).extracting(MeterStats::meterId).contains("CONTROLLER");
            assertThat(meters).allSatisfy(meter -> {
                assertThat(meter.flags()).contains("PKTPS");
                assertThat(meter.bands())
                        .singleElement()
                        .satisfies(band -> assertThat(band.type()).isEqualTo("DROP"));
                assertThat(meter.bandStats()).hasSize(1);
            });
        }
    }

    @Test
    void shouldReadTablesGroupsAndQueues() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);

            Answer<TableStats> tables = get(statistics(net).tables(LAN, ALL));

            assertThat(tables.total()).isEqualTo(254);
            assertThat(tables.items().stream()
                            .mapToLong(TableStats::activeCount)
                            .sum())
                    .isEqualTo(lan.flowCount());
            assertThat(get(statistics(net).groups(LAN, ALL)).supported()).isTrue();
            assertThat(get(statistics(net).queues(LAN, ALL)).supported()).isTrue();
        }
    }

    @Test
    void shouldReassembleAReplyOfManyParts() throws Exception {
        try (TestNet net = new TestNet()) {
            net.connect(SwitchConfig.of(LAN, 500));

            Answer<FlowStats> answer = get(statistics(net).flows(LAN, FlowFilter.ALL, new Window(1000, 1000)));

            assertThat(answer.total()).as("several messages of 64 kB").isGreaterThan(2_500);
            assertThat(answer.items()).hasSize(1000);
        }
    }

    @Test
    void shouldSayThatASwitchIsAwayOrUnknown() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            lan.disconnect();
            TestNet.await("it is gone", () -> net.controller.connectedSwitches() == 0);

            assertTrouble(statistics(net).ports(LAN, ALL), SwitchTrouble.Kind.AWAY);
            assertTrouble(statistics(net).ports(new Dpid(99), ALL), SwitchTrouble.Kind.UNKNOWN);
        }
    }

    @Test
    void shouldRefuseWhenTooManyAskAtOnce() throws Exception {
        try (TestNet net = new TestNet()) {
            net.connect(SwitchConfig.of(LAN, 500));
            List<CompletableFuture<Answer<FlowStats>>> asked = new ArrayList<>();

            for (int i = 0; i < 100; i++) {
                asked.add(statistics(net).flows(LAN, FlowFilter.ALL, ALL));
            }

            long busy = 0;
            for (CompletableFuture<Answer<FlowStats>> one : asked) {
                try {
                    get(one);
                } catch (ExecutionException failed) {
                    assertThat(failed.getCause()).hasMessageContaining("too many questions");
                    busy++;
                }
            }
            assertThat(busy).isBetween(1L, 91L);
            assertThat(get(statistics(net).flows(LAN, FlowFilter.ALL, ALL)).total())
                    .as("afterwards")
                    .isPositive();
        }
    }

    private static void assertTrouble(CompletableFuture<?> answer, SwitchTrouble.Kind kind) {
        assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        SwitchTrouble.class,
                        trouble -> assertThat(trouble.kind()).isEqualTo(kind));
    }
}
