package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.S2;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.ManualRequest;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import io.sentinelsdn.mitigation.FakeNetwork.Packet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserRulesTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final Fixture house = new Fixture().started();

    @Test
    void shouldDropABlockedSourceOnEverySwitch() {
        MitigationRule rule = block("10.0.0.9");

        assertThat(rule.state().status()).isEqualTo(RuleState.Status.INSTALLED);
        assertThat(rule.state().switches()).isEqualTo(2);
        assertThat(dropped("10.0.0.9")).isTrue();
        assertThat(dropped("10.0.0.8")).isFalse();
        assertThat(house.network.table(S2)).hasSize(1);
        assertThat(house.mitigator.rules()).containsExactly(rule);
    }

    @Test
    void shouldLetABlockEndByItself() {
        block("10.0.0.9");
        house.pass(Duration.ofSeconds(601));

        assertThat(dropped("10.0.0.9")).isFalse();
        assertThat(house.mitigator.rules()).isEmpty();
        assertThat(house.store.rules()).isEmpty();
    }

    @Test
    void shouldKeepANarrowRuleOfPeopleBesideABlockOfTheSameSource() {
        house.see("d1", synFromOneHost(5000));
        List<MitigationRule> narrow =
                house.ask(house.mitigator.mitigate(new ManualRequest(null, null, "d1", "block", TEN_MINUTES, 1, "")));

        MitigationRule block = block("10.0.0.3");

        assertThat(narrow).hasSize(1);
        assertThat(narrow.get(0).rule().match().src()).isEqualTo(Prefix.parse("10.0.0.3"));
        assertThat(house.mitigator.rules())
                .extracting(rule -> rule.rule().id())
                .contains(narrow.get(0).rule().id(), block.rule().id());
    }

    @Test
    void shouldShowEveryRuleOfMany() {
        for (int i = 0; i < 300; i++) {
            block("10.1." + i / 250 + "." + i % 250);
        }
        assertThat(house.mitigator.rules()).hasSize(300);
        assertThat(house.count("sentinel_mitigation_rules_installed_total")).isEqualTo(300);

        assertThat(house.ask(house.mitigator.removeAll(Owner.USER))).isEqualTo(300);
        assertThat(house.mitigator.rules()).isEmpty();
        assertThat(house.counters
                        .gauges()
                        .get("sentinel_mitigation_user_rules")
                        .value()
                        .getAsDouble())
                .isZero();
    }

    @Test
    void shouldRenewABlockThatIsThere() {
        MitigationRule first = block("10.0.0.9");
        house.pass(Duration.ofSeconds(500));
        MitigationRule second = block("10.0.0.9");
        house.pass(Duration.ofSeconds(500));

        assertThat(second.rule().id()).isEqualTo(first.rule().id());
        assertThat(house.mitigator.rules()).hasSize(1);
        assertThat(dropped("10.0.0.9")).isTrue();
    }

    @Test
    void shouldShowTheErrorOfARefusedBlock() {
        house.network.refuse(rule -> "OFPFMFC_TABLE_FULL");
        MitigationRule rule = block("10.0.0.9");

        assertThat(rule.state().status()).isEqualTo(RuleState.Status.FAILED);
        assertThat(rule.state().error()).isEqualTo("OFPFMFC_TABLE_FULL");
        assertThat(house.mitigator.rules()).containsExactly(rule);
    }

    @Test
    void shouldRefuseADurationThatASwitchCannotCount() {
        assertThatThrownBy(() -> block("10.0.0.9", Duration.ofSeconds(65_536)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duration_seconds must be between 1 and 65535: 65536");
        assertThatThrownBy(() -> block("10.0.0.9", Duration.ofMillis(500)))
                .hasMessage("duration_seconds must be between 1 and 65535: 0.5");
        assertThatThrownBy(() -> block("0.0.0.0/0"))
                .hasMessage("ip must have a prefix length of at least 1: 0.0.0.0/0");
    }

    @Test
    void shouldRefuseToBlockAnAllowListedAddress() {
        house.ask(house.mitigator.allow(Prefix.parse("10.0.0.0/24"), "office"));

        assertThatThrownBy(() -> block("10.0.0.9"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("10.0.0.9 is on the allow-list");
    }

    @Test
    void shouldTakeARuleAway() {
        MitigationRule rule = block("10.0.0.9");

        assertThat(house.ask(house.mitigator.remove(rule.rule().id()))).isTrue();
        assertThat(dropped("10.0.0.9")).isFalse();
        assertThat(house.ask(house.mitigator.remove(rule.rule().id()))).isFalse();
    }

    @Test
    void shouldTakeAllRulesOfAnOwnerAway() {
        block("10.0.0.8");
        block("10.0.0.9");
        house.see("d1", synFromOneHost(5000));

        assertThat(house.ask(house.mitigator.removeAll(Owner.USER))).isEqualTo(2);
        assertThat(house.autoRules()).hasSize(1);
        assertThat(house.ask(house.mitigator.removeAll(Owner.AUTO))).isEqualTo(1);
        assertThat(house.network.table(S1)).isEmpty();
    }

    @Test
    void shouldLeaveAnIncidentAloneForAWhileAfterAPersonRemovedItsRule() {
        house.see("d1", spoofedSyn(5000));
        String rule = house.autoRules().get(0).id();
        house.ask(house.mitigator.remove(rule));
        assertThat(house.progress.get("d1").state()).isEqualTo(MitigationProgress.State.RELEASED);

        for (int i = 0; i < 298; i++) {
            house.see("d1", spoofedSyn(5000));
            house.pass(Duration.ofSeconds(1));
        }
        house.see("d2", spoofedSyn(5000));
        assertThat(house.autoRules()).isEmpty();

        house.pass(Duration.ofSeconds(3));
        assertThat(house.autoRules()).isNotEmpty();
        assertThat(house.autoRules()).noneMatch(again -> again.id().equals(rule));
    }

    @Test
    void shouldRefuseMoreBlocksThanTheLimit() {
        Fixture small = new Fixture(TestConfig.withUserRules(2), new InMemoryHistoryStore()).started();
        small.ask(small.mitigator.block(Prefix.parse("10.0.0.1"), TEN_MINUTES, ""));
        small.ask(small.mitigator.block(Prefix.parse("10.0.0.2"), TEN_MINUTES, ""));

        assertThatThrownBy(() -> small.ask(small.mitigator.block(Prefix.parse("10.0.0.3"), TEN_MINUTES, "")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("2 blocks");
    }

    private MitigationRule block(String prefix) {
        return block(prefix, TEN_MINUTES);
    }

    private MitigationRule block(String prefix, Duration duration) {
        return house.ask(house.mitigator.block(Prefix.parse(prefix), duration, "test"));
    }

    private boolean dropped(String source) {
        return house.network
                .decide(Packet.tcp(1, source, "10.0.0.4", 80))
                .map(rule -> rule.verdict() == FlowRule.Verdict.DROP)
                .orElse(false);
    }
}
