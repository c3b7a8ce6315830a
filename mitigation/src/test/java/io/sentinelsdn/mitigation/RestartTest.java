package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.detected;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.net.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartTest {
    private final InMemoryHistoryStore store = new InMemoryHistoryStore();
    private Fixture house = new Fixture(TestConfig.WITHOUT_PROBES, store).started();

    @Test
    void shouldBringRulesBackWithTheLifetimeTheyHaveLeft() {
        house.see("d1", synFromOneHost(5000));
        house.ask(house.mitigator.block(Prefix.parse("10.0.0.9"), Duration.ofSeconds(100), ""));
        List<String> before = ids();
        restartAfter(Duration.ofMillis(40_250));

        assertThat(ids()).isEqualTo(before);
        assertThat(rule("user-"))
                .satisfies(rule -> assertThat(rule.hardTimeout()).isEqualTo(Duration.ofSeconds(60)));
        assertThat(rule("auto-"))
                .satisfies(rule -> assertThat(rule.hardTimeout()).isEqualTo(Duration.ofSeconds(560)));
        assertThat(house.network.batches()).hasSize(1);
    }

    @Test
    void shouldDropRulesThatAreOver() {
        house.see("d1", synFromOneHost(5000));
        house.ask(house.mitigator.block(Prefix.parse("10.0.0.9"), Duration.ofSeconds(100), ""));
        restartAfter(Duration.ofMinutes(20));

        assertThat(house.network.table(S1)).isEmpty();
        assertThat(store.rules()).isEmpty();
        assertThat(house.plan("d1").status()).isEqualTo(MitigationPlan.Status.RELEASED);
    }

    @Test
    void shouldGiveARuleAtItsEndOneMoreSecond() {
        house.ask(house.mitigator.block(Prefix.parse("10.0.0.9"), Duration.ofSeconds(100), ""));
        restartAfter(Duration.ofMillis(99_900));

        assertThat(rule("user-").hardTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldBringListsBack() {
        house.ask(house.mitigator.allow(Prefix.parse("10.0.0.1"), "me"));
        house.ask(house.mitigator.blacklist(Prefix.parse("10.0.0.9"), "them"));
        restartAfter(Duration.ofDays(2));

        assertThat(ids()).containsExactlyInAnyOrder("allow-src-10.0.0.1", "allow-dst-10.0.0.1", "black-10.0.0.9");
        assertThat(house.mitigator.allowList()).hasSize(1);
        assertThat(house.mitigator.blackList()).hasSize(1);
    }

    @Test
    void shouldKeepRulesOfAnIncidentUntilTheTrackerEndsIt() {
        house.see("d1", synFromOneHost(5000));
        restartAfter(Duration.ofSeconds(5));
        house.pass(Duration.ofSeconds(5));
        assertThat(house.autoRules()).hasSize(1);

        house.end("d1", synFromOneHost(0));
        assertThat(house.autoRules()).isEmpty();
        assertThat(house.plan("d1").status()).isEqualTo(MitigationPlan.Status.RELEASED);
    }

    @Test
    void shouldLetRulesOfAForgottenIncidentEndByThemselves() {
        house.see("d1", synFromOneHost(5000));
        restartAfter(Duration.ofSeconds(5));
        house.pass(Duration.ofMinutes(10));

        assertThat(house.autoRules()).isEmpty();
        assertThat(house.plan("d1").status()).isEqualTo(MitigationPlan.Status.RELEASED);
    }

    @Test
    void shouldHandRulesOverToANewDetectionOfTheSameAttack() {
        house.see("d1", synFromOneHost(5000));
        restartAfter(Duration.ofSeconds(5));
        house.see("d2", synFromOneHost(5000));

        assertThat(house.autoRules()).hasSize(1);
        assertThat(house.mitigator.rules().get(0).detectionId()).isEqualTo("d2");
        house.end("d2", synFromOneHost(0));
        assertThat(house.autoRules()).isEmpty();
    }

    @Test
    void shouldReplaceRulesThatANewDetectionOfTheSameAttackDoesNotNeed() {
        house.see("d1", synFromOneHost(5000));
        restartAfter(Duration.ofSeconds(5));
        house.see("d2", spoofedSyn(5000));

        assertThat(house.autoRules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.match().src()).isNull());
    }

    @Test
    void shouldNeverGiveARuleIdTwice() {
        house.see("d1", synFromOneHost(5000));
        String first = house.autoRules().get(0).id();
        house.pass(Duration.ofSeconds(2));
        house.see("d1", spoofedSyn(5000));
        String second = house.autoRules().get(0).id();
        restartAfter(Duration.ofSeconds(5));
        house.see("d1", spoofedSyn(5000));
        assertThat(house.autoRules()).extracting(FlowRule::id).containsExactly(second);
        house.see("d1", synFromOneHost(5000));
        house.pass(Duration.ofMinutes(11));

        assertThat(house.autoRules()).extracting(FlowRule::id).doesNotContain(first, second);
    }

    @Test
    void shouldRememberTheModeAPersonSet() {
        house.see("d1", synFromOneHost(5000));
        house.ask(house.mitigator.mode(MitigationMode.OFF));
        restartAfter(Duration.ofSeconds(5));

        assertThat(house.mitigator.mode()).isEqualTo(MitigationMode.OFF);
        house.see("d2", synFromOneHost(5000));
        assertThat(house.autoRules()).isEmpty();
    }

    @Test
    void shouldRememberRepeatedOffenders() {
        store.saveDetection(detected("d1", spoofedSyn(5000)));
        house.see("d1", spoofedSyn(5000));
        house.end("d1", spoofedSyn(0));
        restartAfter(Duration.ofMinutes(30));
        house.see("d2", spoofedSyn(5000));

        assertThat(rule("auto-").hardTimeout()).isEqualTo(Duration.ofMinutes(20));
    }

    private void restartAfter(Duration pause) {
        Instant before = house.clock.instant();
        house = new Fixture(TestConfig.WITHOUT_PROBES, store);
        house.clock.advance(Duration.between(house.clock.instant(), before.plus(pause)));
        house.started();
    }

    private List<String> ids() {
        return house.network.table(S1).stream().map(FlowRule::id).toList();
    }

    private FlowRule rule(String prefix) {
        return house.network.table(S1).stream()
                .filter(rule -> rule.id().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }
}
