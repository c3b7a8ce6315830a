package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.S2;
import static io.sentinelsdn.mitigation.TestObjects.VICTIM;
import static io.sentinelsdn.mitigation.TestObjects.ingress;
import static io.sentinelsdn.mitigation.TestObjects.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.ManualRequest;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.slice.SwitchPort;
import io.sentinelsdn.domain.spi.HistoryStore.ListEntry;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.mitigation.FakeNetwork.Packet;
import io.sentinelsdn.mitigation.compile.Detours;
import io.sentinelsdn.mitigation.policy.ResponseConfig;
import io.sentinelsdn.mitigation.policy.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Attacks that are sent to the gateway or the scrubber, by itself or by a person, and what is left of that. */
class ElsewhereTest {
    private static final String GATEWAY = "10.0.0.8";
    private static final String SCRUBBER = "10.0.0.9";
    private static final String OTHER_VICTIM = "10.0.0.5";

    private static final ResponseConfig WITH_GATEWAY =
            ResponseConfig.defaults().withProbe(Duration.ZERO).withGateway(IpAddress.parse(GATEWAY));
    private static final ResponseConfig WITH_SCRUBBER =
            ResponseConfig.defaults().withProbe(Duration.ZERO).withScrubber(IpAddress.parse(SCRUBBER));

    /** Host n lives at port n of switch 1 with an Ethernet address that ends in n. */
    private static Fixture house(ResponseConfig response) {
        SwitchDirectory directory = new SwitchDirectory() {
            @Override
            public List<SwitchView> switches() {
                return List.of();
            }

            @Override
            public List<HostView> hosts() {
                return List.of(host(4), host(5), host(8), host(9));
            }

            @Override
            public List<LinkView> links() {
                return List.of(new LinkView(S1, 20, S2, 21), new LinkView(S2, 21, S1, 20));
            }
        };
        return new Fixture(
                        MitigationConfig.defaults().withResponse(response),
                        new InMemoryHistoryStore(),
                        new Surroundings(directory, List::of))
                .started();
    }

    private static SwitchDirectory.HostView host(int n) {
        return new SwitchDirectory.HostView("00:00:00:00:00:0" + n, List.of(IpAddress.parse("10.0.0." + n)), S1, n);
    }

    private static AttackEvidence web(String victim, int inPort) {
        return TestObjects.evidence(
                victim,
                6,
                null,
                false,
                false,
                900,
                List.of(ingress(inPort, 900)),
                List.of(source("10.0.0.3", 0.98, inPort)),
                List.of(new PortShare(80, 1)));
    }

    private static void flood(Fixture house, String id, AttackEvidence evidence) {
        house.see(TestObjects.detection(id, AttackType.HTTP_FLOOD, DetectionStatus.DETECTED, evidence));
    }

    private static void udpFlood(Fixture house) {
        house.see("d1", TestObjects.udpFlood(true, 5000, List.of(ingress(3, 5000)), List.of()));
    }

    private static FlowRule decided(Fixture house, Packet packet) {
        return house.network.decide(packet).orElseThrow();
    }

    private static List<FlowRule> rules(Fixture house) {
        return house.network.table(S1).stream()
                .filter(rule -> rule.band() != RuleBand.ALLOW)
                .toList();
    }

    private static Packet answer() {
        return Packet.tcp(8, GATEWAY, "10.0.0.3", 40_000);
    }

    @Test
    void shouldSendAWebFloodToTheGatewayAndItsAnswersBackInTheVictimsName() {
        Fixture house = house(WITH_GATEWAY);
        flood(house, "d1", web(VICTIM, 3));

        assertThat(house.plan("d1").action().wireName()).isEqualTo("challenge");
        assertThat(house.plan("d1").status()).isEqualTo(Status.ACTIVE);
        FlowRule there = decided(house, Packet.tcp(3, "10.0.0.3", VICTIM, 80));
        assertThat(there.verdict()).isEqualTo(Verdict.DETOUR);
        assertThat(there.detour()).hasToString("to " + GATEWAY + " port 8000");
        assertThat(decided(house, answer()).detour()).hasToString("as if from " + VICTIM + " port 80");
        assertThat(house.network.decide(Packet.udp(3, "10.0.0.3", VICTIM, 80)))
                .as("its web traffic alone")
                .isEmpty();
    }

    @Test
    void shouldLeaveNothingBehindWhenTheFloodIsOverOrAutomationIsSwitchedOff() {
        Fixture house = house(WITH_GATEWAY);
        flood(house, "d1", web(VICTIM, 3));
        assertThat(rules(house)).hasSize(2);
        house.end("d1", web(VICTIM, 3));
        assertThat(rules(house)).isEmpty();

        flood(house, "d2", web(VICTIM, 3));
        assertThat(rules(house)).hasSize(2);
        house.ask(house.mitigator.mode(MitigationMode.OFF));
        assertThat(rules(house)).isEmpty();
    }

    @Test
    void shouldKeepToTheGatewayWhileTheFloodGoesOn() {
        Fixture house = house(WITH_GATEWAY);
        flood(house, "d1", web(VICTIM, 3));
        for (int i = 0; i < 20; i++) {
            house.network.hits(house.plan("d1").rules().get(0).id(), 900, 900);
            house.network.hits(house.plan("d1").rules().get(1).id(), 700, 700);
            flood(house, "d1", web(VICTIM, 3));
            house.pass(Duration.ofSeconds(1));
        }

        assertThat(house.plans("d1")).hasSize(1);
        assertThat(house.progress.get("d1").hitPps())
                .as("answers are no attack")
                .isEqualTo(900);
    }

    @Test
    void shouldChallengeForOneVictimAtATime() {
        Fixture house = house(WITH_GATEWAY);
        flood(house, "d1", web(VICTIM, 3));
        flood(house, "d2", web(OTHER_VICTIM, 3));

        assertThat(house.plan("d2").action().wireName()).isEqualTo("block");
        assertThat(decided(house, answer()).detour()).hasToString("as if from " + VICTIM + " port 80");
        assertThatThrownBy(() -> house.ask(house.mitigator.mitigate(asked(OTHER_VICTIM, "challenge"))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(VICTIM)
                .hasMessageContaining("one victim at a time");
    }

    private static ManualRequest asked(String victim, String action) {
        return new ManualRequest(null, Prefix.parse(victim), null, action, Duration.ofMinutes(1), 100, "");
    }

    @Test
    void shouldChallengeByHandAndRestoreWhenItsRulesAreTakenAway() {
        Fixture house = house(WITH_GATEWAY);
        house.ask(house.mitigator.mitigate(asked(VICTIM, "challenge")));

        assertThat(decided(house, Packet.tcp(3, "10.0.0.3", VICTIM, 80)).detour())
                .hasToString("to " + GATEWAY + " port 8000");
        assertThat(decided(house, answer()).detour()).hasToString("as if from " + VICTIM + " port 80");
        assertThat(decided(house, answer()).match().srcPort())
                .as("what the gateway asks the victim itself comes from another port")
                .isEqualTo(8000);

        house.ask(house.mitigator.removeAll(MitigationRule.Owner.USER));
        assertThat(rules(house)).isEmpty();
    }

    @Test
    void shouldBlockByHandWhatIsChallengedButNotTheAnswers() {
        Fixture house = house(WITH_GATEWAY);
        flood(house, "d1", web(VICTIM, 3));
        house.ask(
                house.mitigator.mitigate(new ManualRequest(null, null, "d1", "block", Duration.ofMinutes(1), 100, "")));

        assertThat(decided(house, Packet.tcp(3, "10.0.0.3", VICTIM, 80)).verdict())
                .isEqualTo(Verdict.DROP);
        assertThat(decided(house, answer()).verdict()).isEqualTo(Verdict.DETOUR);
    }

    @Test
    void shouldNotSendTheGatewaysOwnRequestsToItself() {
        Fixture house = house(WITH_GATEWAY);
        flood(house, "d1", web(VICTIM, 8));

        assertThat(house.plan("d1").action().wireName()).isNotEqualTo("challenge");
        assertThat(decided(house, Packet.tcp(8, GATEWAY, VICTIM, 80)).verdict())
                .as("it is on the allow-list")
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldHaveScrubberAndGatewayOnTheAllowListForGood() {
        Fixture house = house(WITH_GATEWAY.withScrubber(IpAddress.parse(SCRUBBER)));

        assertThat(house.mitigator.allowList()).extracting(ListEntry::prefix).containsExactly(SCRUBBER, GATEWAY);
        Prefix gateway = Prefix.parse(GATEWAY);
        assertThatThrownBy(() -> house.ask(house.mitigator.block(gateway, Duration.ofMinutes(1), "")))
                .hasMessageContaining("allow-list");
        assertThatThrownBy(() -> house.ask(house.mitigator.blacklist(gateway, "")))
                .hasMessageContaining("allow-list");
        assertThatThrownBy(() -> house.ask(house.mitigator.disallow(gateway)))
                .hasMessageContaining("mitigation.gateway");
    }

    @Test
    void shouldNeverBlockAControllerAndKeepRulesAboutItOffTheSwitches() {
        Fixture house = house(ResponseConfig.defaults().withControllers(List.of(IpAddress.parse("10.0.0.3"))));

        assertThat(house.mitigator.allowList()).extracting(ListEntry::prefix).containsExactly("10.0.0.3");
        assertThatThrownBy(() -> house.ask(house.mitigator.block(Prefix.parse("10.0.0.3"), Duration.ofMinutes(1), "")))
                .hasMessageContaining("allow-list");
        house.see("d1", TestObjects.synFromOneHost(5_000));
        assertThat(house.network.table(S1))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.match().src()).isNull());
    }

    @Test
    void shouldSendWhatWouldHurtTooMuchToTheScrubberAndLetPassWhatComesBack() {
        Fixture house = house(WITH_SCRUBBER);
        udpFlood(house);

        assertThat(house.plan("d1").action().wireName()).isEqualTo("redirect");
        assertThat(house.plan("d1").expectedCollateral()).isZero();
        FlowRule there = decided(house, Packet.udp(3, "203.0.113.1", VICTIM, 9));
        assertThat(there.detour().mac()).hasToString("00:00:00:00:00:09");
        assertThat(decided(house, Packet.udp(9, "203.0.113.1", VICTIM, 9)).verdict())
                .isEqualTo(Verdict.ALLOW);

        house.end("d1", TestObjects.udpFlood(true, 5000, List.of(ingress(3, 5000)), List.of()));
        assertThat(rules(house)).isEmpty();
    }

    /** Else the second switch would send it back to the scrubber, for ever. */
    @Test
    void shouldNotSendWhatComesFromAnotherSwitchToTheScrubberAgain() {
        Fixture house = house(WITH_SCRUBBER);
        house.ask(house.mitigator.mitigate(asked(VICTIM, "redirect")));

        assertThat(decided(house, Packet.udp(3, "203.0.113.1", VICTIM, 9)).verdict())
                .isEqualTo(Verdict.DETOUR);
        assertThat(decided(house, Packet.udp(20, "203.0.113.1", VICTIM, 9)).verdict())
                .isEqualTo(Verdict.ALLOW);
        assertThat(decided(house, Packet.udp(9, "203.0.113.1", VICTIM, 9)).verdict())
                .isEqualTo(Verdict.ALLOW);
        assertThat(house.network.table(S2).stream()
                        .filter(rule ->
                                rule.verdict() == Verdict.ALLOW && rule.match().inPort() != null)
                        .map(rule -> rule.match().inPort()))
                .containsExactly(21);
    }

    @Test
    void shouldBlockWhatHurtsNobodyAlthoughThereIsAScrubber() {
        Fixture house = house(WITH_SCRUBBER);
        house.see("d1", TestObjects.synFromOneHost(5_000));

        assertThat(house.plan("d1").action().wireName()).isEqualTo("block");
    }

    @Test
    void shouldUseScrubberPortsAndGiveTheVictimItsAddressBack() {
        Dpid scrubbers = S2;
        Fixture house = house(ResponseConfig.defaults()
                .withScrubberPorts(List.of(new SwitchPort(scrubbers, 6), new SwitchPort(scrubbers, 7))));
        udpFlood(house);

        assertThat(house.network.reserved()).containsEntry(Detours.SCRUBBER_MAC, scrubbers + ":[6, 7]");
        assertThat(decided(house, Packet.udp(3, "203.0.113.1", VICTIM, 9))
                        .detour()
                        .mac())
                .isEqualTo(Detours.SCRUBBER_MAC);
        for (int port : new int[] {6, 7}) {
            Optional<FlowRule> back = house.network.table(scrubbers).stream()
                    .filter(rule -> Integer.valueOf(port).equals(rule.match().inPort()))
                    .findFirst();
            assertThat(back.orElseThrow().detour().mac()).hasToString("00:00:00:00:00:04");
        }
    }

    @Test
    void shouldNeverPlanMoreThanEightRules() {
        Fixture house = house(WITH_SCRUBBER);
        List<AttackEvidence.Ingress> ports = new java.util.ArrayList<>();
        for (int port = 11; port < 30; port++) {
            ports.add(ingress(port, 500));
        }
        house.see("d1", TestObjects.udpFlood(true, 9_500, ports, List.of()));

        assertThat(house.plan("d1").action().wireName()).isEqualTo("redirect");
        assertThat(house.plan("d1").rules()).hasSize(8);
        assertThat(decided(house, Packet.udp(9, "203.0.113.1", VICTIM, 9)).verdict())
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldComeBackAfterARestart() {
        Fixture house = house(WITH_GATEWAY);
        flood(house, "d1", web(VICTIM, 3));
        List<FlowRule> before = rules(house);

        Fixture again = new Fixture(
                MitigationConfig.defaults().withResponse(WITH_GATEWAY), house.store, Surroundings.unknown());
        again.clock.advance(Duration.between(again.clock.instant(), house.clock.instant()));
        again.started();

        assertThat(rules(again))
                .extracting(FlowRule::id)
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(FlowRule::id).toList());
        assertThat(decided(again, answer()).detour().back()).isTrue();
    }
}
