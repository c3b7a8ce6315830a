package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.IncidentCookie;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import io.sentinelsdn.simulator.ofswitch.SwitchConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Samples of what rules hold back, and the cookies that rules of one incident share. */
class RuleLooksTest {
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);

    private static FlowRule drop(String id, int inPort, String incident) {
        Match match = Match.source(Prefix.host(ANN.v4())).withInPort(inPort);
        return new FlowRule(id, new Dpid(1), RuleBand.AUTO_NARROW, match, Verdict.DROP, null, Duration.ofMinutes(1))
                .ofIncident(incident);
    }

    private static FlowRule limit(String id, int inPort, String incident) {
        Match match = Match.destination(Prefix.host(BOB.v4())).withInPort(inPort);
        MeterSpec hundred = new MeterSpec(MeterSpec.Unit.PKTPS, 100, 100);
        return new FlowRule(id, new Dpid(1), RuleBand.AUTO_BROAD, match, Verdict.METER, hundred, Duration.ofMinutes(1))
                .ofIncident(incident);
    }

    private static void apply(TestNet net, RuleBatch batch) throws Exception {
        assertThat(net.controller.apply(batch).get(10, TimeUnit.SECONDS).values())
                .allSatisfy(state -> assertThat(state.status()).isEqualTo(Status.INSTALLED));
    }

    private static List<RuleLook> looks(TestNet net) {
        List<RuleLook> looks = new ArrayList<>();
        await("samples come", () -> {
            looks.addAll(net.controller.takeLooks());
            return !looks.isEmpty();
        });
        return looks;
    }

    @Test
    void shouldCopyAFewOfThePacketsThatARuleDrops() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            apply(net, RuleBatch.adding(List.of(drop("r1", 1, "d1").lookedAt(10))));

            lan.inject(1, ANN.pingTo(BOB), 5_000);

            List<RuleLook> looks = looks(net);
            assertThat(looks).hasSizeLessThan(50).allSatisfy(look -> {
                assertThat(look.ruleId()).isEqualTo("r1");
                assertThat(look.src()).isEqualTo(ANN.v4());
                assertThat(look.dst()).isEqualTo(BOB.v4());
                assertThat(look.inPort()).isEqualTo(1);
            });
            assertThat(lan.probe(1, ANN.pingTo(BOB)).outputPorts()).doesNotContain(2);
            await("all are counted", () -> net.controller.ruleStates().get("r1").packets() == 5_000);
            assertThat(net.controller.hosts()).as("nobody is learned from them").isEmpty();
        }
    }

    @Test
    void shouldCopyAFewOfThePacketsThatALimitLetsPass() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 2);
            apply(net, RuleBatch.adding(List.of(limit("r1", 1, "d1").lookedAt(10))));

            lan.inject(1, ANN.pingTo(BOB), 5_000);

            assertThat(looks(net))
                    .hasSizeLessThan(50)
                    .allMatch(look -> look.ruleId().equals("r1"));
            assertThat(lan.port(2).txPackets()).isBetween(1L, 400L);
        }
    }

    @Test
    void shouldDropWithoutALookWhereThereAreNoMeters() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(SwitchConfig.of(new Dpid(1), 2).withMeters(false));
            apply(net, RuleBatch.adding(List.of(drop("r1", 1, "d1").lookedAt(10))));

            lan.inject(1, ANN.pingTo(BOB), 100);

            await("all are counted", () -> net.controller.ruleStates().get("r1").packets() == 100);
            assertThat(net.controller.takeLooks()).isEmpty();
        }
    }

    @Test
    void shouldGiveEntriesOfOneIncidentACookieInCommon() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = net.connect(1, 3);
            int metersBefore = lan.meters().size();
            apply(
                    net,
                    RuleBatch.adding(List.of(
                            drop("r1", 1, "d1").lookedAt(10),
                            limit("r2", 1, "d1").lookedAt(10),
                            drop("r3", 2, "d2"),
                            drop("r4", 3, null))));

            assertThat(held(lan, "d1")).as("with the one beside the limit").isEqualTo(3);
            assertThat(held(lan, "d2")).isEqualTo(1);
            lan.inject(1, ANN.pingTo(BOB), 1_000);
            await(
                    "rules are counted under these cookies",
                    () -> net.controller.ruleStates().get("r1").packets() == 1_000);

            lan.restart();
            await("they are the same after a restart", () -> held(lan, "d1") == 3 && held(lan, "d2") == 1);
            apply(net, RuleBatch.removing(List.of("r1", "r2", "r3", "r4")));
            assertThat(held(lan, "d1") + held(lan, "d2")).isZero();
            await("their meters are given back", () -> lan.meters().size() == metersBefore);
        }
    }

    private static long held(EmulatedSwitch lan, String incident) {
        return lan.flows().stream()
                .filter(flow -> (flow.cookie() & IncidentCookie.MASK) == IncidentCookie.of(incident))
                .count();
    }
}
