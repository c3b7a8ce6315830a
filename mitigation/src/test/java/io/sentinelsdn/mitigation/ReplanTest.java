package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.ingress;
import static io.sentinelsdn.mitigation.TestObjects.source;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static io.sentinelsdn.mitigation.TestObjects.synFlood;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static io.sentinelsdn.mitigation.TestObjects.udpFlood;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.mitigation.FakeNetwork.Packet;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplanTest {
    private final Fixture house = new Fixture().started();

    @Test
    void shouldReplaceSourceRulesInOneBatchWhenSourcesTurnOutToBeForged() {
        house.see("d1", synFromOneHost(5000));
        String old = house.autoRules().get(0).id();
        house.pass(Duration.ofSeconds(2));
        house.see("d1", spoofedSyn(5000));

        RuleBatch batch = house.network.lastBatch();
        assertThat(batch.remove()).containsExactly(old);
        assertThat(batch.add()).hasSize(1);
        assertThat(house.autoRules()).singleElement().satisfies(rule -> {
            assertThat(rule.match().src()).isNull();
            assertThat(rule.verdict()).isEqualTo(FlowRule.Verdict.METER);
        });
        assertThat(house.plans("d1"))
                .extracting(MitigationPlan::status)
                .containsExactlyInAnyOrder(Status.RELEASED, Status.ACTIVE);
    }

    @Test
    void shouldAddARuleWhereTheAttackAlsoEntersAndKeepTheOneThatWorks() {
        house.see("d1", synFromOneHost(5000));
        FlowRule first = house.autoRules().get(0);
        house.network.hitsOfAll(4900);
        house.pass(Duration.ofSeconds(2));
        house.see("d1", fromHost5("10.0.0.5", 5, 3000, 7900));

        assertThat(house.autoRules()).hasSize(2).contains(first);
        assertThat(house.network.lastBatch().remove()).isEmpty();
        assertThat(house.network.decide(Packet.tcpSyn(5, "10.0.0.5", "10.0.0.4", 80)))
                .isPresent();
    }

    @Test
    void shouldPlanAgainAtMostOnceInTwoSeconds() {
        house.see("d1", synFromOneHost(5000));
        for (int port = 5; port < 9; port++) {
            house.see("d1", fromHost5("10.0.0." + port, port, 3000, 3000));
            house.pass(Duration.ofMillis(250));
        }
        assertThat(house.plans("d1")).hasSize(1);

        house.pass(Duration.ofSeconds(1));
        assertThat(house.plans("d1")).hasSize(2);
    }

    @Test
    void shouldLeaveARuleThatWorksAloneWhateverTricklesPast() {
        house.see("d1", synFromOneHost(5000));
        house.network.hitsOfAll(4900);
        house.pass(Duration.ofSeconds(2));
        house.see("d1", fromHost5("10.0.0.1", 1, 100, 5000));
        house.pass(Duration.ofSeconds(5));

        assertThat(house.plans("d1")).hasSize(1);
        assertThat(house.network.decide(Packet.tcpSyn(1, "10.0.0.1", "10.0.0.4", 80)))
                .isEmpty();
    }

    @Test
    void shouldRenewARuleBeforeItExpiresWhileTheAttackGoesOn() {
        house.see("d1", spoofedSyn(5000));
        Packet attack = Packet.tcpSyn(3, "198.51.100.1", "10.0.0.4", 80);
        for (int quarter = 0; quarter < 4 * 620; quarter++) {
            house.pass(Duration.ofMillis(250));
            assertThat(house.network.decide(attack)).isPresent();
        }
        assertThat(house.plans("d1")).hasSize(2);
        assertThat(house.mitigator.rules()).hasSize(1);
    }

    @Test
    void shouldFollowTheAttackToAnotherDestinationPort() {
        house.see("d1", udpFlood(true, 5000, List.of(ingress(3, 5000)), List.of(new PortShare(53, 1))));
        house.network.hitsOfAll(0);
        house.pass(Duration.ofSeconds(2));
        house.see("d1", udpFlood(true, 5000, List.of(ingress(3, 5000)), List.of(new PortShare(123, 1))));

        assertThat(house.network.decide(Packet.udp(3, "198.51.100.1", "10.0.0.4", 123)))
                .isPresent();
    }

    @Test
    void shouldWidenWhenTheAttackSpreadsOverManyDestinationPorts() {
        house.see("d1", udpFlood(true, 5000, List.of(ingress(3, 5000)), List.of(new PortShare(53, 1))));
        house.network.hitsOfAll(0);
        house.pass(Duration.ofSeconds(2));
        List<PortShare> many = IntStream.rangeClosed(1000, 1063)
                .mapToObj(port -> new PortShare(port, 0.01))
                .toList();
        house.see("d1", udpFlood(true, 5000, List.of(ingress(3, 5000)), many));

        assertThat(house.network.decide(Packet.udp(3, "198.51.100.1", "10.0.0.4", 4711)))
                .isPresent();
        assertThat(house.autoRules()).hasSize(1);
    }

    @Test
    void shouldTurnToTheVictimWhenManySmallSourcesJoin() {
        house.see("d1", synFromOneHost(5000));
        house.network.hitsOfAll(4900);
        house.pass(Duration.ofSeconds(2));
        house.see("d1", synFlood(false, 6000, List.of(ingress(3, 6000)), crowd()));

        assertThat(house.network.decide(Packet.tcpSyn(3, "198.51.1.7", "10.0.0.4", 80)))
                .isPresent();
        assertThat(house.network.decide(Packet.tcpSyn(3, "10.0.0.3", "10.0.0.4", 80)))
                .isPresent();
    }

    @Test
    void shouldNotTrustAFewStrangersSampledBehindAMeter() {
        house.see("d1", synFlood(false, 5000, List.of(ingress(3, 5000)), crowd()));
        house.network.hitsOfAll(4900);
        for (int second = 0; second < 15; second++) {
            house.see("d1", synFlood(false, 5000, List.of(ingress(3, 5000)), List.of(stranger(second))));
            house.pass(Duration.ofSeconds(1));
        }

        assertThat(house.autoRules())
                .allSatisfy(rule -> assertThat(rule.match().src()).isNull());
        assertThat(house.plans("d1")).hasSize(1);
    }

    @Test
    void shouldNotWriteAPlanThatChangesNothing() {
        List<AttackEvidence.Ingress> twelve = IntStream.rangeClosed(1, 12)
                .mapToObj(port -> ingress(port, 1000))
                .toList();
        for (int i = 0; i < 10; i++) {
            house.see("d1", synFlood(true, 12_000, twelve, List.of()));
            house.pass(Duration.ofSeconds(3));
        }

        assertThat(house.autoRules()).hasSize(8);
        assertThat(house.plans("d1")).hasSize(1);
        assertThat(house.plan("d1").rationale()).contains("enters at 12 ports").contains("strongest 8");
    }

    @Test
    void shouldShareARuleThatTwoIncidentsNeed() {
        AttackEvidence flood = udpFlood(true, 5000, List.of(ingress(3, 5000)), List.of(new PortShare(53, 1)));
        house.see("d1", flood);
        house.see("d2", flood);
        assertThat(house.autoRules()).hasSize(1);

        house.end("d1", flood);
        assertThat(house.autoRules()).hasSize(1);
        assertThat(house.mitigator.rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.detectionId()).isEqualTo("d2"));

        house.end("d2", flood);
        assertThat(house.autoRules()).isEmpty();
    }

    private static AttackEvidence.SourceShare stranger(int i) {
        var bound = source("203.0.113." + i, 1, 3);
        return new AttackEvidence.SourceShare(bound.ip(), bound.share(), bound.dpid(), bound.inPort(), false);
    }

    private static List<AttackEvidence.SourceShare> crowd() {
        return IntStream.rangeClosed(1, 60)
                .mapToObj(i -> source("198.51." + i + ".7", 0.016, 3))
                .toList();
    }

    /** What is seen beside the rules: one host, with all there is to see. */
    private static AttackEvidence fromHost5(String ip, int port, double seenPps, double allPps) {
        AttackEvidence seen =
                synFlood(false, seenPps, List.of(ingress(port, seenPps)), List.of(source(ip, 0.98, port)));
        return new AttackEvidence(
                seen.target(),
                seen.protocol(),
                seen.icmpType(),
                seen.synOnly(),
                seen.spoofed(),
                allPps,
                seen.bps(),
                seen.ingress(),
                seen.sources(),
                seen.distinctSources(),
                seen.dstPorts());
    }

    @Test
    void shouldNotPlanAgainForAnIngressPortThatNobodyKnows() {
        house.see("d1", synFromOneHost(5000));
        house.pass(Duration.ofSeconds(3));
        house.see(
                "d1",
                synFlood(
                        false,
                        9000,
                        List.of(ingress(3, 5000), ingress(0, 4000)),
                        List.of(source("10.0.0.3", 0.98, 3))));

        assertThat(house.plans("d1")).hasSize(1);
        assertThat(house.autoRules())
                .allSatisfy(rule -> assertThat(rule.match().inPort()).isEqualTo(3));
    }
}
