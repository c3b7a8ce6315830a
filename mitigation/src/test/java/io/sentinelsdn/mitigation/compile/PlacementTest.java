package io.sentinelsdn.mitigation.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.Ingress;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.spi.SwitchDirectory.HostView;
import io.sentinelsdn.domain.spi.SwitchDirectory.LinkView;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The attacker lives at port 7 of switch 1; switch 2 sees its packets at trunk 9. */
class PlacementTest {
    private static final Dpid EDGE = new Dpid(1);
    private static final Dpid CORE = new Dpid(2);
    private static final List<LinkView> LINKS = List.of(new LinkView(EDGE, 8, CORE, 9), new LinkView(CORE, 9, EDGE, 8));

    private static AttackEvidence seenAtTheCore(String victim, String attacker, boolean spoofed, double bps) {
        return new AttackEvidence(
                IpAddress.parse(victim),
                17,
                null,
                false,
                spoofed,
                1000,
                bps,
                List.of(new Ingress(CORE, 9, 1000)),
                List.of(new SourceShare(IpAddress.parse(attacker), 0.99, CORE, 9, true)),
                1,
                List.of(new PortShare(53, 1)));
    }

    private static Choice choice(AttackEvidence seen, String attacker) {
        HostView home = new HostView("02:00:00:00:00:07", List.of(IpAddress.parse(attacker)), EDGE, 7);
        AttackEvidence placed = Placement.nearest(
                seen, ip -> ip.equals(IpAddress.parse(attacker)) ? Optional.of(home) : Optional.empty(), LINKS);
        return new MatchChoice(ChoiceLimits.defaults())
                .choose(placed, PrefixSet.EMPTY)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.4, 10.0.0.7", "fd00::4, fd00::7"})
    void shouldStopASourceWhereItLives(String victim, String attacker) {
        assertThat(choice(seenAtTheCore(victim, attacker, false, 500_000), attacker)
                        .shapes())
                .singleElement()
                .satisfies(shape -> {
                    assertThat(shape.dpid()).isEqualTo(EDGE);
                    assertThat(shape.match().inPort()).isEqualTo(7);
                });
    }

    @Test
    void shouldNotBelieveAForgedSource() {
        assertThat(choice(seenAtTheCore("10.0.0.4", "10.0.0.7", true, 500_000), "10.0.0.7")
                        .shapes())
                .allSatisfy(shape -> {
                    assertThat(shape.dpid()).isEqualTo(CORE);
                    assertThat(shape.match().src()).isNull();
                });
    }

    @Test
    void shouldCoverLaterFragmentsWhichCarryNoPort() {
        assertThat(choice(seenAtTheCore("10.0.0.4", "198.51.100.7", true, 1000 * 8 * 1400), "10.0.0.7")
                        .shapes())
                .extracting(RuleShape::match)
                .extracting(Match::dstPort)
                .containsExactlyInAnyOrder(53, 0);
        assertThat(choice(seenAtTheCore("10.0.0.4", "198.51.100.7", true, 1000 * 8 * 90), "10.0.0.7")
                        .shapes())
                .extracting(RuleShape::match)
                .extracting(Match::dstPort)
                .containsExactly(53);
    }
}
