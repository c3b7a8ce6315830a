package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.domain.flow.Detour;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A scrubber behind ports: its address is ours, its place is given. */
class ReservedAddressTest {
    private static final Station CLIENT = new Station(1);
    private static final Station VICTIM = new Station(2);
    private static final MacAddress SCRUBBER = MacAddress.parse("02:5e:17:00:00:01");

    private static void redirect(TestNet net) throws Exception {
        FlowRule there = new FlowRule(
                "there",
                new Dpid(1),
                RuleBand.AUTO_BROAD,
                Match.destination(Prefix.host(VICTIM.v4())).withInPort(1),
                Verdict.DETOUR,
                null,
                Detour.to(SCRUBBER),
                Duration.ofMinutes(1));
        net.controller.apply(RuleBatch.adding(List.of(there))).get(10, TimeUnit.SECONDS);
    }

    private static Set<Integer> exits(EmulatedSwitch lan) {
        Set<Integer> ports = new HashSet<>();
        for (int port = 0; port < 64; port++) {
            ports.addAll(lan.probe(1, CLIENT.synTo(VICTIM, 1_000 + port, 80)).outputPorts());
        }
        return ports;
    }

    @Test
    void shouldShareTrafficAmongScrubberPortsByAGroup() throws Exception {
        try (TestNet net = new TestNet()) {
            net.controller.reserve(SCRUBBER, new Dpid(1), List.of(3, 4));
            EmulatedSwitch lan = net.connect(1, 4);
            redirect(net);

            await("the group is there", () -> exits(lan).equals(Set.of(3, 4)));
            lan.restart();
            await("and again after a restart", () -> exits(lan).equals(Set.of(3, 4)));
        }
    }

    @Test
    void shouldTakeTheFirstPortWhereThereAreNoGroups() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(SwitchConfig.of(new Dpid(1), 4).withGroups(false));
            net.controller.reserve(SCRUBBER, new Dpid(1), List.of(3, 4));
            redirect(net);

            await("one port gets it", () -> exits(lan).equals(Set.of(3)));
        }
    }

    @Test
    void shouldNotLetAnybodyElseHaveTheAddress() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 4);
            net.controller.reserve(SCRUBBER, new Dpid(1), List.of(3));
            redirect(net);
            await("it is there", () -> exits(lan).equals(Set.of(3)));
            byte[] claim = CLIENT.arpFor(VICTIM);
            System.arraycopy(bytes(SCRUBBER.value()), 0, claim, 6, 6);

            lan.inject(2, claim);
            lan.inject(2, VICTIM.arpFor(CLIENT));
            await(
                    "the one who spoke after it is known",
                    () -> net.controller.hosts().stream().anyMatch(host -> host.port() == 2));

            assertThat(exits(lan)).containsExactly(3);
        }
    }

    private static byte[] bytes(long mac) {
        byte[] bytes = new byte[6];
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (mac >>> (40 - 8 * i));
        }
        return bytes;
    }
}
