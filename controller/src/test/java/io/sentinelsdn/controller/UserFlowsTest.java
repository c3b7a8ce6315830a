package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.UserFlowState;
import io.sentinelsdn.domain.spi.FlowDesk.Put;
import io.sentinelsdn.domain.spi.SwitchTrouble;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.FlowSnapshot;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UserFlowsTest {
    private static final Dpid LAN = new Dpid(1);
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);
    private static final Map<String, Object> FROM_ANN = Map.of("eth_type", 2048, "ipv4_src", "10.0.0.1");
    private static final List<Map<String, Object>> TO_PORT_3 = List.of(Map.of("type", "OUTPUT", "port", 3));

    private static FlowSpec spec(Map<String, Object> match, List<Map<String, Object>> actions) {
        return new FlowSpec(null, null, 0, 0, 0, match, actions, true);
    }

    private static Put put(TestNet net, FlowSpec spec) throws Exception {
        return get(net.controller.flowDesk().put(LAN, spec));
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static UserFlowState only(TestNet net) {
        return net.controller.flowDesk().flows().get(0);
    }

    private static List<FlowSnapshot> onSwitch(EmulatedSwitch lan) {
        return lan.flows().stream()
                .filter(flow -> Cookies.classOf(flow.cookie()) == Cookies.USER_FLOW)
                .toList();
    }

    @Test
    void shouldForwardAsToldAndStillCountTheTraffic() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);

            Put put = put(net, spec(FROM_ANN, TO_PORT_3));

            assertThat(put.replaced()).isFalse();
            assertThat(put.state().status()).isEqualTo(Status.INSTALLED);
            assertThat(put.state().flow().spec().tableId()).isEqualTo(2);
            assertThat(put.state().flow().spec().actions())
                    .containsExactly(
                            Map.of("type", "OUTPUT", "port", 3L), Map.of("type", "GOTO_TABLE", "table_id", 3L));
            assertThat(lan.probe(1, ANN.pingTo(BOB)).outputPorts()).containsExactly(3);
            assertThat(lan.probe(1, ANN.pingTo(BOB)).table())
                    .as("ends in the monitor table")
                    .isEqualTo(3);
            assertThat(net.flowStore.flows).containsOnlyKeys(put.state().flow().id());
        }
    }

    @Test
    void shouldLeaveTheMonitorOutWhenTold() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);

            put(net, new FlowSpec(null, null, 0, 0, 0, FROM_ANN, TO_PORT_3, false));

            assertThat(lan.probe(1, ANN.pingTo(BOB)).table()).isEqualTo(2);
        }
    }

    @Test
    void shouldDropWithoutActions() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);

            put(net, spec(FROM_ANN, List.of()));

            assertThat(lan.probe(1, ANN.pingTo(BOB)).dropped()).isTrue();
            assertThat(lan.probe(2, BOB.pingTo(ANN)).dropped()).isFalse();
        }
    }

    @Test
    void shouldCountHits() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            put(net, spec(FROM_ANN, TO_PORT_3));

            lan.inject(1, ANN.pingTo(BOB), 1_234);

            await("hits are counted", () -> Long.valueOf(1_234).equals(only(net).packets()));
        }
    }

    @Test
    void shouldReplaceAnEntryOfTheSamePlace() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            Put first = put(net, spec(FROM_ANN, TO_PORT_3));

            Put second = put(
                    net,
                    spec(
                            Map.of("nw_src", "10.0.0.1/32", "dl_type", "0x800"),
                            List.of(Map.of("type", "OUTPUT", "port", 2))));

            assertThat(second.replaced()).isTrue();
            assertThat(second.state().flow().id())
                    .isEqualTo(first.state().flow().id());
            assertThat(net.controller.flowDesk().flows()).hasSize(1);
            assertThat(onSwitch(lan)).hasSize(1);
            assertThat(lan.probe(1, ANN.pingTo(BOB)).outputPorts()).containsExactly(2);
        }
    }

    @Test
    void shouldTakeAnEntryAway() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            String id = put(net, spec(FROM_ANN, List.of())).state().flow().id();

            assertThat(get(net.controller.flowDesk().remove(id))).isTrue();

            assertThat(onSwitch(lan)).isEmpty();
            assertThat(net.controller.flowDesk().flows()).isEmpty();
            assertThat(net.flowStore.flows).isEmpty();
            assertThat(get(net.controller.flowDesk().remove(id))).isFalse();
        }
    }

    @Test
    void shouldSayWhatTheSwitchSaidAndKeepNothing() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);

            assertRefused(net, spec(FROM_ANN, List.of(Map.of("type", "METER", "meter_id", 7))), "METER");

            assertThat(net.controller.flowDesk().flows()).isEmpty();
            assertThat(net.flowStore.flows).isEmpty();
            assertThat(onSwitch(lan)).isEmpty();
        }
    }

    @Test
    void shouldKeepTheOldEntryWhenTheNewOneIsRefused() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            put(net, spec(FROM_ANN, TO_PORT_3));

            assertRefused(net, spec(FROM_ANN, List.of(Map.of("type", "GROUP", "group_id", 9))), "GROUP");

            assertThat(only(net).status()).isEqualTo(Status.INSTALLED);
            assertThat(lan.probe(1, ANN.pingTo(BOB)).outputPorts()).containsExactly(3);
            lan.removeSilently(Cookies.USER_FLOW, Cookies.CLASS_MASK);
            await(
                    "the old one comes back",
                    () -> lan.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(3)));
        }
    }

    private static void assertRefused(TestNet net, FlowSpec spec, String words) {
        assertThatThrownBy(() -> put(net, spec))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SwitchTrouble.class,
                        trouble -> assertThat(trouble.kind()).isEqualTo(SwitchTrouble.Kind.REFUSED))
                .hasMessageContaining(words);
    }

    @Test
    void shouldSendAgainWhatSomebodyRemoved() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            put(net, spec(FROM_ANN, TO_PORT_3));

            assertThat(lan.removeSilently(Cookies.USER_FLOW, Cookies.CLASS_MASK))
                    .isEqualTo(1);

            await(
                    "it is back",
                    () -> lan.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(3)));
            assertThat(net.counter("sentinel_user_flows_reinstalled_total")).isEqualTo(1);
        }
    }

    @Test
    void shouldComeBackAfterTheSwitchRestarts() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            put(net, spec(FROM_ANN, TO_PORT_3));

            lan.restart();

            await(
                    "it is confirmed again",
                    () -> onSwitch(lan).size() == 1 && only(net).status() == Status.INSTALLED);
            assertThat(lan.probe(1, ANN.pingTo(BOB)).outputPorts()).containsExactly(3);
        }
    }

    @Test
    void shouldComeBackAfterTheControllerRestarts() throws Exception {
        FakeFlowStore store = new FakeFlowStore();
        String id;
        try (TestNet first = new TestNet(ControllerConfig.defaults(), store)) {
            first.connect(1, 3);
            id = put(first, spec(FROM_ANN, TO_PORT_3)).state().flow().id();
        }
        try (TestNet second = new TestNet(ControllerConfig.defaults(), store)) {
            await("it is known", () -> second.controller.flowDesk().flows().size() == 1);
            assertThat(only(second).status()).isEqualTo(Status.PENDING);

            EmulatedSwitch lan = second.connect(1, 3);

            await("it is installed", () -> only(second).status() == Status.INSTALLED);
            assertThat(only(second).flow().id()).isEqualTo(id);
            assertThat(lan.probe(1, ANN.pingTo(BOB)).outputPorts()).containsExactly(3);
        }
    }

    @Test
    void shouldDeleteFromTheSwitchWhatNobodyWantsAnyMore() throws Exception {
        FakeFlowStore store = new FakeFlowStore();
        try (TestNet net = new TestNet(ControllerConfig.defaults(), store)) {
            EmulatedSwitch lan = net.connect(1, 3);
            put(net, spec(FROM_ANN, TO_PORT_3));
            lan.disconnect();
            await("it is gone", () -> net.controller.connectedSwitches() == 0);
            get(net.controller.flowDesk().remove(only(net).flow().id()));
            assertThat(onSwitch(lan)).hasSize(1);

            lan.connect("127.0.0.1", net.controller.port());

            await("it is deleted", () -> onSwitch(lan).isEmpty());
        }
    }

    @Test
    void shouldExpireWithItsHardTimeout() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            put(net, new FlowSpec(null, null, 0, 1, 0, FROM_ANN, List.of(), true));
            assertThat(lan.probe(1, ANN.pingTo(BOB)).dropped()).isTrue();

            await("it expires", () -> only(net).status() == Status.EXPIRED);

            assertThat(lan.probe(1, ANN.pingTo(BOB)).dropped()).isFalse();
            await("it is forgotten by the store", net.flowStore.flows::isEmpty);
        }
    }

    @Test
    void shouldTellAnUnknownSwitchFromOneThatIsAway() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            lan.disconnect();
            await("it is gone", () -> net.controller.connectedSwitches() == 0);

            assertThat(trouble(net, LAN)).isEqualTo(SwitchTrouble.Kind.AWAY);
            assertThat(trouble(net, new Dpid(99))).isEqualTo(SwitchTrouble.Kind.UNKNOWN);
        }
    }

    private static SwitchTrouble.Kind trouble(TestNet net, Dpid dpid) throws Exception {
        try {
            get(net.controller.flowDesk().put(dpid, spec(FROM_ANN, List.of())));
        } catch (ExecutionException failed) {
            return ((SwitchTrouble) failed.getCause()).kind();
        }
        throw new AssertionError("it was put");
    }

    @Test
    void shouldPutEntriesOnASwitchWithOneTable() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = new EmulatedSwitch(SwitchConfig.of(LAN, 3).withTables(1));
            try (lan) {
                lan.connect("127.0.0.1", net.controller.port());
                await("it is connected", () -> net.controller.connectedSwitches() == 1);

                put(net, spec(FROM_ANN, TO_PORT_3));

                assertThat(lan.probe(1, ANN.pingTo(BOB)).outputPorts()).containsExactly(3);
            }
        }
    }
}
