package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.S2;
import static io.sentinelsdn.mitigation.TestObjects.ingress;
import static io.sentinelsdn.mitigation.TestObjects.source;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static io.sentinelsdn.mitigation.TestObjects.synFlood;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.mitigation.FakeNetwork.Packet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AllowListTest {
    private final Fixture house = new Fixture().started();

    @Test
    void shouldExemptAnAllowListedAddressInBothDirectionsOnEverySwitch() {
        allow("10.0.0.1");
        house.ask(house.mitigator.block(Prefix.parse("10.0.0.0/24"), Duration.ofMinutes(1), ""));

        assertThat(verdict(Packet.tcp(1, "10.0.0.1", "10.0.0.4", 80))).contains(Verdict.ALLOW);
        assertThat(verdict(Packet.tcp(4, "10.0.0.4", "10.0.0.1", 80))).contains(Verdict.ALLOW);
        assertThat(verdict(Packet.tcp(2, "10.0.0.2", "10.0.0.4", 80))).contains(Verdict.DROP);
        assertThat(house.network.table(S2)).hasSize(3);
    }

    @Test
    void shouldNeverMatchAnAllowListedSource() {
        allow("10.0.0.3");
        house.see("d1", synFromOneHost(5000));

        assertThat(house.autoRules())
                .hasSize(1)
                .allSatisfy(rule -> assertThat(rule.match().src()).isNull());
        assertThat(verdict(Packet.tcpSyn(3, "10.0.0.3", "10.0.0.4", 80))).contains(Verdict.ALLOW);
        assertThat(house.plan("d1").rationale()).contains("Allow-listed sources take part (1)");
    }

    @Test
    void shouldEndLiveRulesThatMatchOnlyInsideTheEntry() {
        house.see("d1", synFromOneHost(5000));
        house.ask(house.mitigator.block(Prefix.parse("10.0.0.9"), Duration.ofMinutes(1), ""));
        house.ask(house.mitigator.block(Prefix.parse("10.0.0.0/16"), Duration.ofMinutes(1), ""));
        allow("10.0.0.0/24");

        assertThat(house.mitigator.rules())
                .extracting(rule -> String.valueOf(rule.rule().match().src()))
                .doesNotContain("10.0.0.3", "10.0.0.9")
                .contains("10.0.0.0/16");
    }

    @Test
    void shouldProtectAnAllowListedVictim() {
        allow("10.0.0.4");
        assertThat(verdict(Packet.tcpSyn(3, "10.0.0.3", "10.0.0.4", 80))).contains(Verdict.ALLOW);

        house.see("d1", synFromOneHost(5000));
        assertThat(verdict(Packet.tcpSyn(3, "10.0.0.3", "10.0.0.4", 80))).contains(Verdict.DROP);
        assertThat(verdict(Packet.tcp(4, "10.0.0.4", "10.0.0.3", 80))).contains(Verdict.ALLOW);
        assertThat(house.network.lastBatch().add()).hasSize(1);
        assertThat(house.network.lastBatch().remove()).containsExactly("allow-dst-10.0.0.4");

        house.end("d1", synFromOneHost(0));
        assertThat(verdict(Packet.tcpSyn(3, "10.0.0.3", "10.0.0.4", 80))).contains(Verdict.ALLOW);
    }

    @Test
    void shouldPlanAgainWithoutTheSourceThatWasAllowed() {
        house.see("d1", synFromOneHost(5000));
        allow("10.0.0.3");
        house.pass(Duration.ofSeconds(3));

        assertThat(house.autoRules())
                .allSatisfy(rule -> assertThat(rule.match().src()).isNull());
        assertThat(house.progress.get("d1").state()).isEqualTo(MitigationProgress.State.INSTALLED);
    }

    @Test
    void shouldKeepAggregatedPrefixesOffAllowListedAddresses() {
        allow("10.0.0.77");
        var many = java.util.stream.IntStream.range(70, 90)
                .filter(host -> host != 77)
                .mapToObj(host -> source("10.0.0." + host, 0.05, 3))
                .toList();
        house.see("d1", synFlood(false, 5000, List.of(ingress(3, 5000)), many));

        assertThat(house.autoRules()).hasSizeBetween(1, 8).allSatisfy(rule -> {
            if (rule.match().src() != null) {
                assertThat(rule.match().src().contains(Prefix.parse("10.0.0.77").address()))
                        .isFalse();
            }
        });
    }

    @Test
    void shouldForgetAnEntry() {
        allow("10.0.0.1");
        house.ask(house.mitigator.disallow(Prefix.parse("10.0.0.1")));

        assertThat(house.network.table(S1)).isEmpty();
        assertThat(house.mitigator.allowList()).isEmpty();
        assertThat(house.store.listEntries("allow")).isEmpty();
    }

    @Test
    void shouldDropBlacklistedSourcesForGood() {
        house.ask(house.mitigator.blacklist(Prefix.parse("2001:db8::/32"), "known bad"));
        house.pass(Duration.ofMinutes(1));

        FlowRule rule = house.network
                .decide(Packet.tcp(1, "2001:db8::7", "2001:db9::1", 80))
                .orElseThrow();
        assertThat(rule.verdict()).isEqualTo(Verdict.DROP);
        assertThat(rule.hardTimeout()).isNull();
        assertThat(house.mitigator.blackList())
                .singleElement()
                .satisfies(entry -> assertThat(entry.reason()).isEqualTo("known bad"));
        assertThat(house.mitigator.rules()).singleElement().satisfies(shown -> {
            assertThat(shown.reason()).isEqualTo("blacklist: known bad");
            assertThat(shown.state().status()).isEqualTo(RuleState.Status.INSTALLED);
        });
    }

    @Test
    void shouldKeepTheBlacklistWhenAllBlocksAreTakenAway() {
        house.ask(house.mitigator.blacklist(Prefix.parse("10.0.0.9"), ""));
        assertThat(house.ask(house.mitigator.removeAll(Owner.USER))).isZero();
        assertThat(verdict(Packet.tcp(1, "10.0.0.9", "10.0.0.4", 80))).contains(Verdict.DROP);

        house.ask(house.mitigator.remove("black-10.0.0.9"));
        assertThat(house.network.table(S1)).isEmpty();
        assertThat(house.mitigator.blackList()).isEmpty();
        assertThat(house.mitigator.rules()).isEmpty();
    }

    @Test
    void shouldRefuseToBlacklistAnAllowListedAddress() {
        allow("10.0.0.0/24");
        assertThatThrownBy(() -> house.ask(house.mitigator.blacklist(Prefix.parse("10.0.0.9"), "")))
                .isInstanceOf(Refused.class)
                .hasMessage("10.0.0.9 is on the allow-list and cannot be blacklisted");
        assertThatThrownBy(() -> house.ask(house.mitigator.blacklist(Prefix.parse("::/0"), "")))
                .hasMessage("entry must have a prefix length of at least 1: ::/0");
    }

    @Test
    void shouldLetTheAllowListWinOverAWiderBlacklist() {
        house.ask(house.mitigator.blacklist(Prefix.parse("10.0.0.0/8"), ""));
        allow("10.0.0.1");

        assertThat(verdict(Packet.tcp(1, "10.0.0.1", "10.0.0.4", 80))).contains(Verdict.ALLOW);
        assertThat(verdict(Packet.tcp(1, "10.0.0.2", "10.0.0.4", 80))).contains(Verdict.DROP);
    }

    @Test
    void shouldKeepASpoofedFloodLimitedWhateverIsAllowed() {
        allow("10.0.0.1");
        house.see("d1", spoofedSyn(5000));

        assertThat(verdict(Packet.tcpSyn(3, "198.51.100.1", "10.0.0.4", 80))).contains(Verdict.METER);
        assertThat(verdict(Packet.tcpSyn(1, "10.0.0.1", "10.0.0.4", 80))).contains(Verdict.ALLOW);
    }

    private void allow(String prefix) {
        house.ask(house.mitigator.allow(Prefix.parse(prefix), "test"));
    }

    private Optional<Verdict> verdict(Packet packet) {
        return house.network.decide(packet).map(FlowRule::verdict);
    }
}
