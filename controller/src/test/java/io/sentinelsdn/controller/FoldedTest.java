package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.domain.flow.Detour;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A switch with one table forwards, learns and mitigates, and says what it cannot do. */
class FoldedTest {
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);
    private static final Station EVE = new Station(3);

    private static EmulatedSwitch connect(TestNet net) {
        EmulatedSwitch plain = net.connect(SwitchConfig.of(new Dpid(1), 3).withTables(1));
        await(
                "unknown destinations are flooded",
                () -> plain.probe(1, ANN.pingTo(BOB)).outputPorts().containsAll(List.of(2, 3)));
        plain.inject(1, ANN.arpFor(BOB));
        plain.inject(2, BOB.arpFor(ANN));
        plain.inject(3, EVE.arpFor(ANN));
        await(
                "hosts are known",
                () -> plain.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(2))
                        && plain.probe(2, BOB.pingTo(ANN)).outputPorts().equals(List.of(1))
                        && plain.probe(1, ANN.pingTo(EVE)).outputPorts().equals(List.of(3)));
        return plain;
    }

    private static RuleState apply(TestNet net, FlowRule rule) throws Exception {
        return net.controller
                .apply(RuleBatch.adding(List.of(rule)))
                .get(10, TimeUnit.SECONDS)
                .get(rule.id());
    }

    @Test
    void shouldForwardAndSayWhatIsMissing() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch plain = connect(net);

            assertThat(plain.flows()).allMatch(flow -> flow.table() == 0);
            assertThat(plain.probe(1, ANN.arpFor(BOB)).outputPorts()).contains(2, 3);
            assertThat(net.controller.switches().get(0).degraded())
                    .anyMatch(reason -> reason.contains("has 1 of 4 tables"));
            assertThat(net.controller.switches().get(0).errors()).isZero();
        }
    }

    @Test
    void shouldDropWhatARuleForbidsAndNothingElse() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch plain = connect(net);
            Match eve = Match.source(Prefix.host(EVE.v4()));

            RuleState state = apply(net, new FlowRule("r1", null, RuleBand.USER, eve, Verdict.DROP, null, null));

            assertThat(state.status()).isEqualTo(Status.INSTALLED);
            assertThat(plain.probe(3, EVE.pingTo(ANN)).dropped()).isTrue();
            assertThat(plain.probe(2, BOB.pingTo(ANN)).outputPorts()).containsExactly(1);

            net.controller.apply(RuleBatch.removing(List.of("r1"))).get(10, TimeUnit.SECONDS);
            assertThat(plain.probe(3, EVE.pingTo(ANN)).outputPorts()).containsExactly(1);
        }
    }

    @Test
    void shouldLetPassWhatIsAllowedAboveABan() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch plain = connect(net);
            Match everybody = Match.source(Prefix.parse("10.0.0.0/24"));
            Match bob = Match.source(Prefix.host(BOB.v4()));

            apply(net, new FlowRule("r1", null, RuleBand.AUTO_BROAD, everybody, Verdict.DROP, null, null));
            apply(net, new FlowRule("r2", null, RuleBand.ALLOW, bob, Verdict.ALLOW, null, null));

            assertThat(plain.probe(3, EVE.pingTo(ANN)).dropped()).isTrue();
            assertThat(plain.probe(2, BOB.pingTo(ANN)).outputPorts()).contains(1);
        }
    }

    @Test
    void shouldLimitByMeter() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch plain = connect(net);
            Match eve = Match.source(Prefix.host(EVE.v4()));
            MeterSpec tenPerSecond = new MeterSpec(MeterSpec.Unit.PKTPS, 10, 10);
            apply(net, new FlowRule("r1", null, RuleBand.AUTO_NARROW, eve, Verdict.METER, tenPerSecond, null));
            long before = plain.port(1).txPackets();

            plain.inject(3, EVE.pingTo(ANN), 5_000);

            assertThat(plain.port(1).txPackets() - before).isBetween(1L, 50L);
        }
    }

    private static FlowRule limitTo(Station victim) {
        MeterSpec tenPerSecond = new MeterSpec(MeterSpec.Unit.PKTPS, 10, 10);
        Match match = Match.destination(Prefix.host(victim.v4())).withInPort(3);
        return new FlowRule("r1", null, RuleBand.AUTO_BROAD, match, Verdict.METER, tenPerSecond, null);
    }

    @Test
    void shouldForwardWhatALimitLetsPassToTheLearnedPort() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch plain = connect(net);
            apply(net, limitTo(ANN));

            assertThat(plain.probe(3, EVE.pingTo(ANN)).outputPorts()).containsExactly(1);
            long before = plain.port(2).txPackets();
            plain.inject(3, EVE.pingTo(ANN), 5_000);
            assertThat(plain.port(2).txPackets() - before)
                    .as("probes for other switches at most")
                    .isLessThan(5);
        }
    }

    @Test
    void shouldFollowTheVictimToAnotherPort() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch plain = net.connect(SwitchConfig.of(new Dpid(1), 4).withTables(1));
            apply(net, limitTo(ANN));
            assertThat(plain.probe(3, EVE.pingTo(ANN)).outputPorts()).contains(1, 2, 4);

            plain.inject(1, ANN.arpFor(BOB));
            await(
                    "it is found",
                    () -> plain.probe(3, EVE.pingTo(ANN)).outputPorts().equals(List.of(1)));
            await("it has moved", () -> {
                plain.inject(4, ANN.arpFor(BOB));
                return plain.probe(3, EVE.pingTo(ANN)).outputPorts().equals(List.of(4));
            });
        }
    }

    @Test
    void shouldSendADetourToItsHostAndTheRestOn() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch plain = connect(net);
            Match toAnn = Match.destination(Prefix.host(ANN.v4())).withInPort(3);
            FlowRule detour = new FlowRule(
                    "r1", null, RuleBand.AUTO_BROAD, toAnn, Verdict.DETOUR, null, Detour.to(BOB.mac()), null);
            apply(net, detour);

            assertThat(plain.probe(3, EVE.pingTo(ANN)).outputPorts()).containsExactly(2);
            assertThat(plain.probe(2, BOB.pingTo(ANN)).outputPorts()).containsExactly(1);
        }
    }
}
