package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);

    private static FlowRule drop(String id, Match match, Duration lifetime) {
        return new FlowRule(id, null, RuleBand.USER, match, Verdict.DROP, null, lifetime);
    }

    private static FlowRule dropAnn(Duration lifetime) {
        return drop("r1", Match.source(Prefix.host(ANN.v4())), lifetime);
    }

    private static Map<String, RuleState> apply(TestNet net, RuleBatch batch) throws Exception {
        return net.controller.apply(batch).get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldDropAfterTheBarrierAndForwardAfterRemoval() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);

            Map<String, RuleState> states = apply(net, RuleBatch.adding(List.of(dropAnn(null))));

            assertThat(states.get("r1").status()).isEqualTo(Status.INSTALLED);
            assertThat(lan.probe(1, ANN.pingTo(BOB)).dropped()).isTrue();
            assertThat(lan.probe(2, BOB.pingTo(ANN)).dropped()).isFalse();

            apply(net, RuleBatch.removing(List.of("r1")));

            assertThat(lan.probe(1, ANN.pingTo(BOB)).dropped()).isFalse();
        }
    }

    @Test
    void shouldAnswerEachOfManyBatchesOnlyWhenItsOwnRuleIsThere() throws Exception {
        try (TestNet net = new TestNet()) {
            net.connect(1, 2);
            net.connect(2, 2);
            List<CompletableFuture<Map<String, RuleState>>> answers = IntStream.range(0, 50)
                    .mapToObj(i -> drop("r" + i, Match.source(Prefix.host(IpAddress.v4(0xc6336400 + i))), null))
                    .map(rule -> net.controller.apply(RuleBatch.adding(List.of(rule))))
                    .toList();

            for (int i = 0; i < answers.size(); i++) {
                RuleState state = answers.get(i).get(10, TimeUnit.SECONDS).get("r" + i);
                assertThat(state.status()).isEqualTo(Status.INSTALLED);
                assertThat(state.switches()).isEqualTo(2);
            }
        }
    }

    @Test
    void shouldCountHits() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            apply(net, RuleBatch.adding(List.of(dropAnn(null))));

            lan.inject(1, ANN.pingTo(BOB), 1_234);

            await(
                    "hits are counted",
                    () -> net.controller.ruleStates().get("r1").packets() == 1_234);
        }
    }

    @Test
    void shouldLimitByMeterAndGiveTheMeterBack() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            int metersBefore = lan.meters().size();
            FlowRule limit = new FlowRule(
                    "r2",
                    new Dpid(1),
                    RuleBand.AUTO_BROAD,
                    Match.destination(Prefix.host(BOB.v4()))
                            .withProto(6)
                            .withTcpSyn(true)
                            .withInPort(1),
                    Verdict.METER,
                    new MeterSpec(MeterSpec.Unit.PKTPS, 10, 10),
                    Duration.ofSeconds(60));

            apply(net, RuleBatch.adding(List.of(limit)));
            long before = lan.port(2).txPackets();
            lan.inject(1, ANN.synTo(BOB, 1_000, 80), 5_000);

            await(
                    "hits are counted",
                    () -> net.controller.ruleStates().get("r2").packets() == 5_000);
            assertThat(lan.port(2).txPackets() - before).isBetween(1L, 50L);
            assertThat(lan.meters()).hasSize(metersBefore + 1);

            apply(net, RuleBatch.removing(List.of("r2")));
            assertThat(lan.meters()).hasSize(metersBefore);
        }
    }

    @Test
    void shouldReportARefusalOnTheRule() throws Exception {
        try (TestNet net = new TestNet()) {
            net.connect(SwitchConfig.of(new Dpid(1), 1).withMaxEntries(20));

            Map<String, RuleState> states = Map.of();
            for (int i = 0; i < 30; i++) {
                Match source = Match.source(Prefix.parse("10.1.0." + i));
                states = apply(net, RuleBatch.adding(List.of(drop("r" + i, source, null))));
            }

            RuleState last = states.values().iterator().next();
            assertThat(last.status()).isEqualTo(Status.FAILED);
            assertThat(last.error()).contains("TABLE_FULL");
        }
    }

    @Test
    void shouldForgetARuleThatExpires() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            apply(net, RuleBatch.adding(List.of(dropAnn(Duration.ofSeconds(1)))));
            assertThat(lan.probe(1, ANN.pingTo(BOB)).dropped()).isTrue();

            await("it expires", () -> net.controller.ruleStates().get("r1").status() == Status.EXPIRED);
            assertThat(lan.probe(1, ANN.pingTo(BOB)).dropped()).isFalse();
        }
    }

    @Test
    void shouldGiveRulesToASwitchThatComesLater() throws Exception {
        try (TestNet net = new TestNet()) {
            Map<String, RuleState> states = apply(net, RuleBatch.adding(List.of(dropAnn(Duration.ofSeconds(60)))));
            assertThat(states.get("r1").status()).isEqualTo(Status.PENDING);

            EmulatedSwitch late = net.connect(1, 2);

            await("it has the rule", () -> late.probe(1, ANN.pingTo(BOB)).dropped());
            await(
                    "the rule is confirmed",
                    () -> net.controller.ruleStates().get("r1").status() == Status.INSTALLED);
        }
    }

    @Test
    void shouldReplayEverythingAfterASwitchRestart() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            lan.inject(2, BOB.arpFor(ANN));
            await(
                    "Bob is known",
                    () -> lan.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(2)));
            FlowRule rule = drop("r1", Match.source(Prefix.parse("10.9.9.9")), null);
            apply(net, RuleBatch.adding(List.of(rule)));
            int before = lan.flows().size();

            lan.restart();

            await(
                    "its entries are back",
                    () -> lan.flows().size() == before
                            && lan.probe(1, ANN.pingTo(BOB)).outputPorts().equals(List.of(2)));
        }
    }
}
