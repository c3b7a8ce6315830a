package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.VICTIM;
import static io.sentinelsdn.mitigation.TestObjects.ingress;
import static io.sentinelsdn.mitigation.TestObjects.source;
import static io.sentinelsdn.mitigation.TestObjects.synFlood;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Measured;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.mitigation.FakeNetwork.Packet;
import io.sentinelsdn.mitigation.policy.ResponseConfig;
import io.sentinelsdn.mitigation.policy.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What mitigation does to clients that the victim answered before the attack. */
class CollateralTest {
    private final List<FlowView> flows = new ArrayList<>();

    private Fixture house(ResponseConfig response) {
        Surroundings unknown = Surroundings.unknown();
        return new Fixture(
                        MitigationConfig.defaults().withResponse(response),
                        new InMemoryHistoryStore(),
                        new Surroundings(unknown.directory(), () -> List.copyOf(flows)))
                .started();
    }

    private void talks(String client, int port, double pps, int conversations) {
        for (int i = 0; i < conversations; i++) {
            flows.add(flow(client, VICTIM, port, 40_000 + i, 80, pps / conversations));
            flows.add(flow(VICTIM, client, 4, 80, 40_000 + i, pps / conversations));
        }
    }

    private static FlowView flow(String src, String dst, int inPort, int srcPort, int dstPort, double pps) {
        return new FlowView(
                S1,
                inPort,
                IpAddress.parse(src),
                IpAddress.parse(dst),
                6,
                srcPort,
                dstPort,
                100,
                10_000,
                pps,
                pps * 800,
                60,
                Instant.parse("2026-03-01T12:00:00Z"),
                0);
    }

    private static List<FlowRule> permits(Fixture house) {
        return house.network.table(S1).stream()
                .filter(rule -> rule.band() == RuleBand.AUTO_PERMIT)
                .toList();
    }

    private static void flood(Fixture house) {
        house.see("d1", TestObjects.udpFlood(true, 5000, List.of(ingress(3, 5000)), List.of()));
    }

    @Test
    void shouldLetClientsThroughThatWereAnsweredBefore() {
        Fixture house = house(ResponseConfig.defaults());
        talks("10.0.0.33", 3, 20, 1);
        house.pass(Duration.ofSeconds(4));
        flood(house);

        assertThat(house.network
                        .decide(Packet.udp(3, "10.0.0.33", VICTIM, 9))
                        .orElseThrow()
                        .verdict())
                .isEqualTo(Verdict.ALLOW);
        assertThat(house.network
                        .decide(Packet.udp(3, "10.0.0.34", VICTIM, 9))
                        .orElseThrow()
                        .verdict())
                .isEqualTo(Verdict.METER);
        assertThat(house.plan("d1").rules()).hasSize(1);
    }

    @Test
    void shouldTakeThePermitsAwayWithTheRulesAndWithTheKillSwitch() {
        Fixture house = house(ResponseConfig.defaults());
        talks("10.0.0.33", 3, 20, 1);
        house.pass(Duration.ofSeconds(4));
        flood(house);
        assertThat(permits(house)).hasSize(1);
        house.end("d1", TestObjects.udpFlood(true, 5000, List.of(ingress(3, 5000)), List.of()));
        assertThat(house.network.table(S1)).isEmpty();

        flood(house);
        assertThat(permits(house)).hasSize(1);
        house.ask(house.mitigator.mode(MitigationMode.OFF));
        assertThat(house.network.table(S1)).isEmpty();
    }

    @Test
    void shouldWithdrawAPermitThatSomebodyUsesForTheAttack() {
        Fixture house = house(ResponseConfig.defaults());
        talks("10.0.0.33", 3, 20, 1);
        house.pass(Duration.ofSeconds(4));
        flood(house);
        flows.clear();
        house.network.hits(permits(house).get(0).id(), 1_000, 4_000);
        house.pass(Duration.ofSeconds(2));

        assertThat(permits(house)).isEmpty();
        assertThat(house.count("sentinel_mitigation_permits_withdrawn_total")).isEqualTo(1);
    }

    @Test
    void shouldRetreatToAMilderPlanWhenTooManyGoodClientsAreHurt() {
        Fixture house = house(ResponseConfig.defaults().withMaxPermits(1));
        for (int host = 33; host < 43; host++) {
            talks("10.0.0." + host, 3, 20, 1);
        }
        house.pass(Duration.ofSeconds(4));
        flood(house);
        long before = house.autoRules().get(0).meter().rate();
        house.network.hits(house.autoRules().get(0).id(), 5_000, 5_000);
        house.pass(Duration.ofSeconds(4));

        assertThat(house.count("sentinel_mitigation_retreats_total")).isPositive();
        assertThat(house.autoRules().get(0).meter().rate()).isGreaterThanOrEqualTo(4 * before);
        assertThat(house.plan("d1").status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void shouldStayWhileTheHarmIsWithinTheBudget() {
        Fixture house = house(ResponseConfig.defaults());
        talks("10.0.0.33", 3, 20, 1);
        house.pass(Duration.ofSeconds(4));
        flood(house);
        house.network.hitsOfAll(10);
        house.pass(Duration.ofSeconds(10));

        assertThat(house.count("sentinel_mitigation_retreats_total")).isZero();
        assertThat(house.plans("d1")).hasSize(1);
    }

    @Test
    void shouldLimitAndNotDropAnAddressWithManyUsers() {
        Fixture house = house(ResponseConfig.defaults());
        talks("10.0.0.3", 3, 200, 40);
        house.pass(Duration.ofSeconds(4));
        house.see("d1", synFlood(false, 5000, List.of(ingress(3, 5000)), List.of(source("10.0.0.3", 0.98, 3))));

        FlowRule rule = house.autoRules().get(0);
        assertThat(rule.verdict()).isEqualTo(Verdict.METER);
        assertThat(rule.meter().rate()).isBetween(50L, 250L);
    }

    @Test
    void shouldLetMorePassForMoreUsersBehindAnAddress() {
        assertThat(limitFor(40)).isEqualTo(2.5 * limitFor(16));
        assertThat(limitFor(80)).isGreaterThan(limitFor(40));
    }

    /** Packets a second that an address may send which held so many conversations at once before it attacked. */
    private double limitFor(int conversations) {
        flows.clear();
        Fixture house = house(ResponseConfig.defaults());
        talks("10.0.0.3", 3, 200, conversations);
        house.pass(Duration.ofSeconds(4));
        house.see("d1", synFlood(false, 2000, List.of(ingress(3, 2000)), List.of(source("10.0.0.3", 1, 3))));
        return house.autoRules().get(0).meter().rate();
    }

    @Test
    void shouldNotTouchMoreOfTheNetworksTrafficThanAllowed() {
        Fixture house = house(ResponseConfig.defaults().withMaxTrafficShare(0.1));
        talks("10.0.0.33", 3, 20, 1);
        house.pass(Duration.ofSeconds(4));
        flood(house);

        assertThat(house.autoRules()).isEmpty();
        assertThat(house.plan("d1").status()).isEqualTo(Status.FAILED);
        assertThat(house.plan("d1").rationale()).contains("max_traffic_share");
    }

    /** A rule holds {@code pps}, and of ten samples a second so many are from a client. */
    private void look(Fixture house, double pps, String client, int ofTen, int seconds) {
        for (int i = 0; i < seconds; i++) {
            for (FlowRule rule : house.autoRules()) {
                house.network.hits(rule.id(), pps, 1);
                house.network.sample(rule.id(), client, ofTen);
                house.network.sample(rule.id(), "203.0.113." + (i + 1), 10 - ofTen);
            }
            house.pass(Duration.ofSeconds(1));
        }
    }

    /** The client talked at port 2 in calm times, where there is no rule; now it comes in at port 3. */
    @Test
    void shouldRetreatFromHarmThatOnlySamplesShow() {
        Fixture house = house(ResponseConfig.defaults());
        talks("10.0.0.33", 2, 20, 1);
        house.pass(Duration.ofSeconds(4));
        flood(house);
        look(house, 5_000, "10.0.0.33", 1, 1);
        assertThat(house.count("sentinel_mitigation_retreats_total"))
                .as("a single packet is no proof")
                .isZero();

        long before = house.autoRules().get(0).meter().rate();
        look(house, 5_000, "10.0.0.33", 3, 5);

        assertThat(house.count("sentinel_mitigation_retreats_total")).isPositive();
        assertThat(house.autoRules().get(0).meter().rate()).isGreaterThanOrEqualTo(4 * before);
        Measured measured = house.plans("d1").stream()
                .map(MitigationPlan::measured)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        assertThat(measured.samples()).isGreaterThan(measured.goodSamples());
        assertThat(measured.goodSamples()).isPositive();
        assertThat(measured.collateral()).isGreaterThan(0.005);
    }

    @Test
    void shouldSayInThePlanThatSamplesShowNoHarm() {
        Fixture house = house(ResponseConfig.defaults());
        talks("10.0.0.33", 2, 20, 1);
        house.pass(Duration.ofSeconds(4));
        flood(house);
        look(house, 5_000, "203.0.113.99", 5, 12);

        assertThat(house.count("sentinel_mitigation_retreats_total")).isZero();
        assertThat(house.plan("d1").measured().samples()).isPositive();
        assertThat(house.plan("d1").measured().goodSamples()).isZero();
        assertThat(house.plan("d1").measured().collateral()).isZero();
    }

    @Test
    void shouldTakeItsRulesBackWhenNothingMilderIsLeft() {
        Fixture house = house(ResponseConfig.defaults().withMaxPermits(0));
        talks("10.0.0.33", 3, 20, 1);
        house.pass(Duration.ofSeconds(4));
        flood(house);
        look(house, 1e9, "10.0.0.33", 3, 20);

        assertThat(house.autoRules()).isEmpty();
        assertThat(house.count("sentinel_mitigation_given_up_total")).isEqualTo(1);
        assertThat(house.plan("d1").isTakenBack()).isTrue();
        assertThat(house.plan("d1").status()).isEqualTo(Status.FAILED);
        assertThat(house.plan("d1").rationale())
                .contains("nothing narrower or milder")
                .contains("good traffic");
        house.pass(Duration.ofMinutes(1));
        assertThat(house.autoRules()).as("it is left alone for a while").isEmpty();
    }

    /** Nine attackers and eight rules: the two that lie closest share a prefix, with strangers between them. */
    @Test
    void shouldRetreatToANarrowerPlanWhenAPrefixHoldsAStranger() {
        Fixture house = house(ResponseConfig.defaults());
        List<SourceShare> sources = new ArrayList<>();
        for (int host : new int[] {1, 4, 16, 32, 64, 96, 128, 160, 192}) {
            sources.add(source("10.0.9." + host, 1.0 / 9, 3));
        }
        house.see("d1", synFlood(false, 9_000, List.of(ingress(3, 9_000)), sources));
        String stranger = "10.0.9." + strangerIn(house);
        FlowRule holds = holding(house, stranger).orElseThrow();
        for (int i = 0; i < 6; i++) {
            house.network.hits(holds.id(), 1_000, 1);
            house.network.sample(holds.id(), stranger, 1);
            house.network.sample(holds.id(), "10.0.9.1", 29);
            house.pass(Duration.ofSeconds(1));
        }

        assertThat(holding(house, stranger)).isEmpty();
        assertThat(house.count("sentinel_mitigation_retreats_total")).isEqualTo(1);
        for (SourceShare attacker : sources) {
            assertThat(holding(house, attacker.ip().toString())).isPresent();
        }
    }

    private static Optional<FlowRule> holding(Fixture house, String source) {
        return house.network
                .decide(Packet.tcpSyn(3, source, VICTIM, 80))
                .filter(rule -> rule.verdict() == Verdict.METER);
    }

    private static int strangerIn(Fixture house) {
        return IntStream.of(0, 2, 3, 5, 6, 7)
                .filter(host -> holding(house, "10.0.9." + host).isPresent())
                .findFirst()
                .orElseThrow();
    }
}
