package io.sentinelsdn.mitigation.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.Ingress;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatchChoiceTest {
    private static final Dpid S1 = new Dpid(1);
    private static final List<PortShare> WEB = List.of(new PortShare(80, 1));

    private final MatchChoice choice = new MatchChoice(ChoiceLimits.defaults());

    @Test
    void shouldMatchAFewRealSourcesAtTheirPorts() {
        Choice made = choose(syn(false, at(3, 900, 5, 600), from(source(3, 0.6, 3), source(5, 0.4, 5))));

        assertThat(made.action().wireName()).isEqualTo("block");
        assertThat(made.shapes())
                .extracting(shape -> shape.match().describe())
                .containsExactly(
                        "in_port=3,ip=4,src=10.0.0.3,dst=10.0.0.4,proto=tcp,tcp_flags=+syn-ack",
                        "in_port=5,ip=4,src=10.0.0.5,dst=10.0.0.4,proto=tcp,tcp_flags=+syn-ack");
        assertThat(made.shapes()).allSatisfy(shape -> {
            assertThat(shape.band()).isEqualTo(RuleBand.AUTO_NARROW);
            assertThat(shape.verdict()).isEqualTo(Verdict.DROP);
        });
    }

    @Test
    void shouldNeverMatchAnUnknownIngressPort() {
        assertThat(choice.choose(syn(false, at(0, 900), from(source(3, 1, 0))), PrefixSet.EMPTY))
                .isEmpty();
        assertThat(choice.choose(syn(true, at(0, 900), from(source(3, 1, 0))), PrefixSet.EMPTY))
                .isEmpty();
    }

    @Test
    void shouldMatchAtThePortOfTheSourceWhenThatOfTheAttackIsUnknown() {
        assertThat(choose(syn(false, at(0, 900), from(source(3, 1, 3)))).shapes())
                .singleElement()
                .satisfies(shape -> assertThat(shape.match().inPort()).isEqualTo(3));
    }

    @Test
    void shouldMatchOneSourceThatNobodyKnowsWhenItCarriesTheAttack() {
        assertThat(choose(syn(false, at(3, 900), from(stranger("203.0.113.5", 0.95, 3))))
                        .shapes())
                .singleElement()
                .satisfies(shape -> assertThat(shape.match().src()).hasToString("203.0.113.5"));
    }

    @Test
    void shouldNotMatchStrangersThatMayBeOneSampledPacketEach() {
        Choice made = choose(syn(
                false,
                at(3, 900),
                from(
                        stranger("203.0.113.5", 1 / 3.0, 3),
                        stranger("198.51.100.9", 0.3, 3),
                        stranger("192.0.2.77", 0.3, 3))));

        assertThat(made.shapes())
                .allSatisfy(shape -> assertThat(shape.match().src()).isNull());
    }

    @Test
    void shouldLimitTheVictimWhenSourcesAreForged() {
        Choice made = choose(syn(true, at(3, 5000), from(source(3, 1, 3))));

        assertThat(made.shapes()).singleElement().satisfies(shape -> {
            assertThat(shape.match().describe())
                    .isEqualTo("in_port=3,ip=4,dst=10.0.0.4,proto=tcp,dst_port=80,tcp_flags=+syn-ack");
            assertThat(shape.band()).isEqualTo(RuleBand.AUTO_BROAD);
            assertThat(shape.meter().rate()).isEqualTo(50);
        });
        assertThat(made.action().wireName()).isEqualTo("rate_limit");
        assertThat(made.expectedRemoved()).isCloseTo(0.99, within(1e-9));
    }

    @Test
    void shouldLetLessThanFivePercentThroughEvenAtFiveHundredPacketsPerSecond() {
        assertThat(through(500, 1)).isEqualTo(5);
        assertThat(through(500, 8)).isLessThan(25);
        assertThat(through(10_000, 1)).isEqualTo(100);
        assertThat(through(10, 1)).isEqualTo(1);
    }

    @Test
    void shouldLeavePortsAloneThatCarryNextToNothing() {
        Choice made = choose(syn(true, at(3, 5000, 1, 3, 2, 20), from()));

        assertThat(made.shapes()).extracting(shape -> shape.match().inPort()).containsExactly(3);
    }

    @Test
    void shouldNameTwoDestinationPortsWhenTheyCarryTheAttack() {
        AttackEvidence two =
                udp(at(3, 4000), List.of(new PortShare(53, 0.6), new PortShare(123, 0.35), new PortShare(7, 0.05)));

        assertThat(choose(two).shapes())
                .extracting(shape -> shape.match().dstPort())
                .containsExactly(53, 123);
        assertThat(choose(udp(at(3, 4000), List.of(new PortShare(53, 0.5), new PortShare(7, 0.3))))
                        .shapes())
                .singleElement()
                .satisfies(shape -> assertThat(shape.match().dstPort()).isNull());
    }

    @Test
    void shouldRatherCoverEveryIngressPortThanNameDestinationPorts() {
        AttackEvidence wide =
                udp(at(1, 500, 2, 500, 3, 500, 5, 500, 6, 500), List.of(new PortShare(53, 0.5), new PortShare(7, 0.5)));

        assertThat(choose(wide).shapes())
                .hasSize(5)
                .allSatisfy(shape -> assertThat(shape.match().dstPort()).isNull());
    }

    @Test
    void shouldNameTheIcmpType() {
        AttackEvidence ping = new AttackEvidence(
                IpAddress.parse("2001:db8::4"), 58, 128, false, true, 900, 9e5, at(3, 900), List.of(), 99, List.of());

        assertThat(choose(ping).shapes())
                .singleElement()
                .satisfies(shape -> assertThat(shape.match().describe())
                        .isEqualTo("in_port=3,ip=6,dst=2001:db8::4,proto=icmpv6,icmp_type=128"));
    }

    @Test
    void shouldCoverTheStrongestEightOfTwelvePortsAndSaySo() {
        List<Ingress> twelve = IntStream.rangeClosed(1, 12)
                .mapToObj(port -> new Ingress(S1, port, 100 * (port + 5)))
                .toList();
        Choice made = choose(syn(true, twelve, from()));

        assertThat(made.shapes())
                .extracting(shape -> shape.match().inPort())
                .containsExactly(12, 11, 10, 9, 8, 7, 6, 5);
        assertThat(made.rationale()).contains("12 ports").contains("strongest 8");
    }

    @Test
    void shouldAggregateManyRealSourcesIntoPrefixes() {
        List<SourceShare> twenty =
                IntStream.range(0, 20).mapToObj(i -> source(32 + i, 0.05, 3)).toList();
        Choice made = choose(syn(false, at(3, 4000), twenty));

        assertThat(made.shapes()).hasSizeBetween(1, 8).allSatisfy(shape -> {
            assertThat(shape.verdict()).isEqualTo(Verdict.METER);
            assertThat(shape.band()).isEqualTo(RuleBand.AUTO_NARROW);
        });
        assertThat(twenty)
                .allSatisfy(source -> assertThat(made.shapes())
                        .anyMatch(shape -> shape.match().src().contains(source.ip())));
    }

    @Test
    void shouldLimitTheVictimWhenManyRealSourcesAreFarApart() {
        List<SourceShare> apart = IntStream.range(0, 20)
                .mapToObj(i -> stranger("198.51." + (10 * i) + ".7", 0.05, 3))
                .toList();

        assertThat(choose(syn(false, at(3, 4000), apart)).shapes())
                .allSatisfy(shape -> assertThat(shape.match().src()).isNull());
    }

    @Test
    void shouldIgnoreSourcesSeenWhereTheAttackDoesNotEnter() {
        Choice made = choose(syn(false, at(3, 4000), from(source(3, 0.95, 3), source(1, 0.05, 1))));

        assertThat(made.shapes()).extracting(shape -> shape.match().inPort()).containsExactly(3);
    }

    @Test
    void shouldChooseNothingWithoutAnIngressPort() {
        assertThat(choice.choose(syn(true, List.of(), from()), PrefixSet.EMPTY)).isEmpty();
    }

    @Test
    void shouldCopeWithAProtocolWithoutPorts() {
        AttackEvidence gre = new AttackEvidence(
                IpAddress.parse("10.0.0.4"), 47, null, false, true, 900, 9e5, at(3, 900), List.of(), 9, WEB);

        assertThat(choose(gre).shapes())
                .singleElement()
                .satisfies(shape -> assertThat(shape.match())
                        .isEqualTo(new Match(3, null, shape.match().dst(), 47, null, null, null, false, 4)));
    }

    private Choice choose(AttackEvidence evidence) {
        return choice.choose(evidence, PrefixSet.EMPTY).orElseThrow();
    }

    private long through(double pps, int ports) {
        List<Ingress> ingress = IntStream.rangeClosed(1, ports)
                .mapToObj(port -> new Ingress(S1, port, pps / ports))
                .toList();
        return choose(syn(true, ingress, from())).shapes().stream()
                .mapToLong(shape -> shape.meter().rate())
                .sum();
    }

    @Test
    void shouldNameNoProtocolThatNoRuleCanName() {
        IpAddress target = IpAddress.parse("10.0.0.4");
        AttackEvidence reserved =
                new AttackEvidence(target, 255, null, false, true, 4000, 4e6, at(3, 4000), List.of(), 5000, List.of());

        assertThat(choose(reserved).shapes())
                .singleElement()
                .satisfies(shape -> assertThat(shape.match().describe()).isEqualTo("in_port=3,ip=4,dst=10.0.0.4"));
    }

    private static AttackEvidence syn(boolean spoofed, List<Ingress> ingress, List<SourceShare> sources) {
        double pps = ingress.stream().mapToDouble(Ingress::pps).sum();
        return new AttackEvidence(
                IpAddress.parse("10.0.0.4"),
                6,
                null,
                true,
                spoofed,
                pps,
                pps * 480,
                ingress,
                sources,
                spoofed ? 5000 : sources.size(),
                WEB);
    }

    private static AttackEvidence udp(List<Ingress> ingress, List<PortShare> dstPorts) {
        return new AttackEvidence(
                IpAddress.parse("10.0.0.4"), 17, null, false, true, 4000, 4e6, ingress, List.of(), 5000, dstPorts);
    }

    /** Pairs of port and packets per second. */
    private static List<Ingress> at(int... portsAndPps) {
        return IntStream.range(0, portsAndPps.length / 2)
                .mapToObj(i -> new Ingress(S1, portsAndPps[2 * i], portsAndPps[2 * i + 1]))
                .toList();
    }

    private static List<SourceShare> from(SourceShare... sources) {
        return List.of(sources);
    }

    private static SourceShare source(int host, double share, int port) {
        return new SourceShare(IpAddress.parse("10.0.0." + host), share, S1, port, true);
    }

    private static SourceShare stranger(String ip, double share, int port) {
        return new SourceShare(IpAddress.parse(ip), share, S1, port, false);
    }
}
