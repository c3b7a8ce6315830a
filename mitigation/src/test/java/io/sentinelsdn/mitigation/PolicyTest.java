package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.mitigate.PolicyKind;
import io.sentinelsdn.mitigation.policy.ResponseConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The learning policy in the house: what it does is measured, written down, and comes back. */
class PolicyTest {
    private static final MitigationConfig LEARNING = MitigationConfig.defaults()
            .withResponse(ResponseConfig.defaults().withPolicy(PolicyKind.RL).withProbe(Duration.ZERO));

    private final InMemoryHistoryStore store = new InMemoryHistoryStore();

    private static void incident(Fixture house, int number) {
        String id = "d" + number;
        house.see(id, synFromOneHost(5000));
        house.network.hitsOfAll(4_900);
        house.pass(Duration.ofSeconds(12));
        house.end(id, synFromOneHost(5000));
    }

    @Test
    void shouldMeasureEachDecisionOnceAndRememberItOverARestart() {
        Fixture house = new Fixture(LEARNING, store).started();
        incident(house, 1);
        incident(house, 2);

        assertThat(house.mitigator.policy().samples()).isEqualTo(2);
        assertThat(house.mitigator.policy().deciding()).isEqualTo("ladder");
        assertThat(house.mitigator.policy().recent())
                .hasSize(2)
                .allSatisfy(decision -> assertThat(decision.reward()).isBetween(0.5, 1.0));

        Fixture again = new Fixture(LEARNING, store).started();
        assertThat(again.mitigator.policy().samples()).isEqualTo(2);
        assertThat(again.mitigator.policy().arms())
                .isEqualTo(house.mitigator.policy().arms());
    }

    @Test
    void shouldLearnNothingWhileTheLadderIsThePolicy() {
        Fixture house = new Fixture(TestConfig.WITHOUT_PROBES, store).started();
        incident(house, 1);

        assertThat(house.mitigator.policy().policy()).isEqualTo("ladder");
        assertThat(house.mitigator.policy().samples()).isZero();
    }

    @Test
    void shouldChangeWhoChoosesLiveAndKeepItOverARestart() {
        Fixture house = new Fixture(LEARNING, store).started();
        house.ask(house.mitigator.policy(PolicyKind.LADDER));
        incident(house, 1);
        assertThat(house.mitigator.policy().policy()).isEqualTo("ladder");
        assertThat(house.mitigator.policy().samples()).isZero();

        Fixture again = new Fixture(LEARNING, store).started();
        assertThat(again.mitigator.policy().policy()).isEqualTo("ladder");
        again.ask(again.mitigator.policy(PolicyKind.RL));
        incident(again, 2);
        assertThat(again.mitigator.policy().samples()).isEqualTo(1);
    }

    @Test
    void shouldFollowTheLadderInAnIncidentThatBeganUnderTheOther() {
        Fixture house = new Fixture(LEARNING, store).started();
        house.see("d1", synFromOneHost(5000));
        house.ask(house.mitigator.policy(PolicyKind.LADDER));
        house.see("d1", synFromOneHost(9000));
        house.network.hitsOfAll(8_900);
        house.pass(Duration.ofSeconds(15));

        assertThat(house.autoRules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.verdict()).isEqualTo(Verdict.DROP));
    }

    @Test
    void shouldLimitFirstWhenTheDetectionIsNotSure() {
        Fixture house = new Fixture(TestConfig.WITHOUT_PROBES, store).started();
        house.see(TestObjects.unsure("d1", synFromOneHost(5000), 0.6));

        assertThat(house.autoRules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.verdict()).isEqualTo(Verdict.METER));
        house.network.hitsOfAll(4_900);
        house.pass(Duration.ofSeconds(15));
        assertThat(house.autoRules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.verdict()).isEqualTo(Verdict.DROP));
    }
}
