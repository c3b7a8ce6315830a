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
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.simulator.frame.HeaderField;
import io.sentinelsdn.simulator.frame.PacketKey;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Traffic that is sent elsewhere, to a scrubber or the gateway, and what becomes of the answers. */
class DetourTest {
    private static final Station CLIENT = new Station(1);
    private static final Station VICTIM = new Station(2);
    private static final Station ELSEWHERE = new Station(3);

    private static FlowRule rule(String id, int inPort, Match match, Detour detour) {
        return new FlowRule(
                id,
                new Dpid(1),
                RuleBand.USER,
                match.withInPort(inPort),
                detour == null ? Verdict.ALLOW : Verdict.DETOUR,
                null,
                detour,
                Duration.ofMinutes(1));
    }

    private static EmulatedSwitch known(TestNet net) throws Exception {
        EmulatedSwitch lan = net.connect(1, 3);
        await("hosts are known", () -> {
            for (Station host : List.of(CLIENT, VICTIM, ELSEWHERE)) {
                lan.inject(host.number(), host.arpFor(CLIENT));
            }
            return lan.probe(1, CLIENT.pingTo(VICTIM)).outputPorts().equals(List.of(2))
                    && lan.probe(1, CLIENT.pingTo(ELSEWHERE)).outputPorts().equals(List.of(3));
        });
        return lan;
    }

    private static void apply(TestNet net, RuleBatch batch) throws Exception {
        assertThat(net.controller.apply(batch).get(10, TimeUnit.SECONDS).values())
                .allSatisfy(state -> assertThat(state.status()).isEqualTo(Status.INSTALLED));
    }

    @Test
    void shouldSendToAScrubberAndLetPassWhatComesBack() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = known(net);
            Match toVictim = Match.destination(Prefix.host(VICTIM.v4()));
            apply(
                    net,
                    RuleBatch.adding(List.of(
                            rule("there", 1, toVictim, Detour.to(ELSEWHERE.mac())), rule("back", 3, toVictim, null))));

            assertThat(lan.probe(1, CLIENT.pingTo(VICTIM)).outputPorts()).containsExactly(3);
            assertThat(lan.probe(3, ELSEWHERE.pingTo(VICTIM)).outputPorts()).containsExactly(2);

            apply(net, RuleBatch.removing(List.of("there", "back")));
            assertThat(lan.probe(1, CLIENT.pingTo(VICTIM)).outputPorts()).containsExactly(2);
        }
    }

    @Test
    void shouldSpeakToTheGatewayInItsNameAndAnswerInTheVictims() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = known(net);
            Match web = Match.destination(Prefix.host(VICTIM.v4())).withProto(6).withDstPort(80);
            Match answers =
                    Match.source(Prefix.host(ELSEWHERE.v4())).withProto(6).withSrcPort(8000);
            apply(
                    net,
                    RuleBatch.adding(List.of(
                            rule("there", 1, web, new Detour(false, ELSEWHERE.mac(), ELSEWHERE.v4(), 8000)),
                            rule("back", 3, answers, new Detour(true, VICTIM.mac(), VICTIM.v4(), 80)))));
            List<byte[]> heard = new CopyOnWriteArrayList<>();
            lan.onOutput((port, frame, count) -> {
                if (new PacketKey().read(port, frame).get(HeaderField.IP_PROTO) == 6) {
                    heard.add(frame.clone());
                }
            });

            lan.inject(1, CLIENT.synTo(VICTIM, 1_000, 80));
            lan.inject(3, ELSEWHERE.synTo(CLIENT, 8_000, 1_000));

            PacketKey key = new PacketKey();
            key.read(1, heard.get(0));
            assertThat(key.get(HeaderField.TP_DST)).isEqualTo(8_000);
            assertThat(key.get(HeaderField.ETH_DST)).isEqualTo(ELSEWHERE.mac().value());
            key.read(1, heard.get(1));
            assertThat(key.get(HeaderField.TP_SRC)).isEqualTo(80);
            assertThat(key.get(HeaderField.ETH_SRC)).isEqualTo(VICTIM.mac().value());
        }
    }

    /** Answers in the victim's name enter where the gateway is: the victim must not be learned there. */
    @Test
    void shouldGoOnToFindTheVictimWhileAnotherAnswersInItsName() throws Exception {
        try (TestNet net = new TestNet()) {
            EmulatedSwitch lan = known(net);
            Match answers =
                    Match.source(Prefix.host(ELSEWHERE.v4())).withProto(6).withSrcPort(8000);
            apply(
                    net,
                    RuleBatch.adding(
                            List.of(rule("back", 3, answers, new Detour(true, VICTIM.mac(), VICTIM.v4(), 80)))));

            for (int port = 1_000; port < 1_020; port++) {
                lan.inject(3, ELSEWHERE.synTo(CLIENT, 8_000, port));
            }
            lan.inject(3, new Station(9).arpFor(CLIENT));
            await(
                    "the one who spoke after them is known",
                    () -> lan.probe(1, CLIENT.pingTo(new Station(9)))
                            .outputPorts()
                            .equals(List.of(3)));

            assertThat(lan.probe(1, CLIENT.pingTo(VICTIM)).outputPorts()).containsExactly(2);
        }
    }
}
