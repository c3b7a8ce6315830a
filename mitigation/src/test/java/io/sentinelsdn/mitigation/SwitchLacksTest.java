package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.VICTIM;
import static io.sentinelsdn.mitigation.TestObjects.ingress;
import static io.sentinelsdn.mitigation.TestObjects.source;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static io.sentinelsdn.mitigation.TestObjects.synFlood;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.mitigate.ManualRequest;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.net.FailMode;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.mitigation.policy.ResponseConfig;
import io.sentinelsdn.mitigation.policy.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of plans where a switch has no meters, no room in its tables, or no meters left. */
class SwitchLacksTest {
    private static final ResponseConfig NO_PROBES = ResponseConfig.defaults().withProbe(Duration.ZERO);

    /** Switch 1 with one port and so much; host 9 lives at its port 9. */
    private static Fixture house(ResponseConfig response, boolean meters, long maxMeters, long entries, long budget) {
        SwitchView.PortView port = new SwitchView.PortView(3, "p3", "", true, true, 0, 0, 0, 0, 0, 0, 0, 0);
        SwitchView view = new SwitchView(
                S1,
                "",
                true,
                Instant.EPOCH,
                "",
                "",
                "",
                4,
                meters,
                true,
                List.of(),
                List.of(port),
                entries,
                0,
                List.of(),
                budget,
                0,
                0,
                null,
                new SwitchView.Abilities(List.of(), maxMeters, List.of(), FailMode.UNKNOWN),
                List.of());
        SwitchDirectory directory = new SwitchDirectory() {
            @Override
            public List<SwitchView> switches() {
                return List.of(view);
            }

            @Override
            public List<HostView> hosts() {
                return List.of(new HostView("00:00:00:00:00:09", List.of(IpAddress.parse("10.0.0.9")), S1, 9));
            }

            @Override
            public List<LinkView> links() {
                return List.of();
            }
        };
        return new Fixture(
                        MitigationConfig.defaults().withResponse(response),
                        new InMemoryHistoryStore(),
                        new Surroundings(directory, List::of))
                .started();
    }

    private static Fixture withoutMeters() {
        return house(NO_PROBES, false, 0, 100, 10_000);
    }

    @Test
    void shouldDropOneRealSourceWhereItCannotBeLimitedAndSaySo() {
        Fixture house = withoutMeters();
        house.see(TestObjects.unsure("d1", synFromOneHost(5_000), 0.6));

        FlowRule rule = house.autoRules().get(0);
        assertThat(rule.verdict()).isEqualTo(Verdict.DROP);
        assertThat(house.plan("d1").action().wireName()).isEqualTo("block");
        assertThat(house.plan("d1").rationale()).contains("has no meters").contains("dropped");
    }

    @Test
    void shouldNotDropEverybodyWhereForgedSourcesCannotBeLimited() {
        Fixture house = withoutMeters();
        house.see("d1", spoofedSyn(5_000));

        assertThat(house.autoRules()).isEmpty();
        assertThat(house.plan("d1").status()).isEqualTo(Status.FAILED);
        assertThat(house.plan("d1").rationale()).contains("has no meters").contains("nothing is done");
    }

    @Test
    void shouldNotDropAPrefixWithStrangersInIt() {
        Fixture house = withoutMeters();
        List<SourceShare> sources = new ArrayList<>();
        for (int host : new int[] {1, 4, 16, 32, 64, 96, 128, 160, 192}) {
            sources.add(source("10.0.9." + host, 1.0 / 9, 3));
        }
        house.see("d1", synFlood(false, 9_000, List.of(ingress(3, 9_000)), sources));

        assertThat(house.autoRules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.verdict()).isEqualTo(Verdict.DROP);
            assertThat(rule.match().src().isHost()).isTrue();
        });
        assertThat(house.plan("d1").expectedAttackRemoved()).isLessThan(0.95);
    }

    @Test
    void shouldSendToTheScrubberWhatCannotBeLimited() {
        Fixture house = house(NO_PROBES.withScrubber(IpAddress.parse("10.0.0.9")), false, 0, 100, 10_000);
        house.see("d1", spoofedSyn(5_000));

        assertThat(house.plan("d1").action().wireName()).isEqualTo("redirect");
        assertThat(house.plan("d1").status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void shouldRefuseALimitByHandThatWouldDropEverything() {
        Fixture house = withoutMeters();
        ManualRequest limit =
                new ManualRequest(null, Prefix.parse(VICTIM), null, "rate_limit", Duration.ofMinutes(1), 100, "");

        assertThatThrownBy(() -> house.ask(house.mitigator.mitigate(limit)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no meters");
    }

    @Test
    void shouldFailAPlanForWhichATableHasNoRoom() {
        Fixture house = house(NO_PROBES, true, 1_000, 999, 1_000);
        house.see("d1", spoofedSyn(5_000));

        assertThat(house.autoRules()).isEmpty();
        assertThat(house.plan("d1").status()).isEqualTo(Status.FAILED);
        assertThat(house.plan("d1").rationale()).contains("has room for 1 entries, the plan needs 2");

        Fixture roomy = house(NO_PROBES, true, 1_000, 998, 1_000);
        roomy.see("d1", spoofedSyn(5_000));
        assertThat(roomy.plan("d1").status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void shouldFailAPlanForWhichASwitchHasNoMetersLeft() {
        Fixture house = house(NO_PROBES, true, 4, 100, 1_000);
        house.see("d1", spoofedSyn(5_000));

        assertThat(house.plan("d1").status()).isEqualTo(Status.FAILED);
        assertThat(house.plan("d1").rationale()).contains("has no meters left: 4 of 4");
        house.see("d2", synFromOneHost(5_000));
        assertThat(house.plan("d2").status()).as("a drop needs none").isEqualTo(Status.ACTIVE);
    }
}
