package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.detected;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.mitigation.FakeNetwork.Packet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MitigatorTest {
    private final Fixture house = new Fixture().started();

    @Test
    void shouldDropARealAttackerAndNobodyElse() {
        house.see("d1", synFromOneHost(5000));

        assertThat(house.network.decide(Packet.tcpSyn(3, "10.0.0.3", "10.0.0.4", 80)))
                .map(FlowRule::verdict)
                .contains(FlowRule.Verdict.DROP);
        assertThat(house.network.decide(Packet.tcpSyn(1, "10.0.0.1", "10.0.0.4", 80)))
                .isEmpty();
        assertThat(house.network.decide(Packet.tcpSyn(3, "10.0.0.3", "10.0.0.1", 80)))
                .isEmpty();
        assertThat(house.autoRules()).hasSize(1);
    }

    @Test
    void shouldWriteThePlanBeforeItActs() {
        house.network.holdAnswers();
        house.see("d1", synFromOneHost(5000));

        MitigationPlan plan = house.plan("d1");
        assertThat(plan.rules()).hasSize(1);
        assertThat(plan.tableEntries()).isEqualTo(1);
        assertThat(plan.meters()).isZero();
        assertThat(plan.expectedAttackRemoved()).isEqualTo(0.98);
        assertThat(house.events.stream().filter(event -> event instanceof Event.PlanChanged))
                .isNotEmpty();
        assertThat(house.autoRules()).isEmpty();
    }

    @Test
    void shouldCallARuleInstalledOnlyAfterTheBarrier() {
        house.network.holdAnswers();
        house.see("d1", synFromOneHost(5000));
        assertThat(house.progress.get("d1").state()).isEqualTo(MitigationProgress.State.INSTALLING);
        assertThat(rule().state().status()).isEqualTo(RuleState.Status.PENDING);

        house.network.answer();
        house.settle();
        assertThat(house.progress.get("d1").state()).isEqualTo(MitigationProgress.State.INSTALLED);
        assertThat(rule().state().status()).isEqualTo(RuleState.Status.INSTALLED);
        assertThat(house.store.rules().get(0).state().status()).isEqualTo(RuleState.Status.INSTALLED);
    }

    @Test
    void shouldTellTheTrackerWhatTheRulesHit() {
        house.see("d1", synFromOneHost(5000));
        house.network.hitsOfAll(4900);
        house.pass(Duration.ofMillis(250));

        MitigationProgress progress = house.progress.get("d1");
        assertThat(progress.hitPps()).isEqualTo(4900);
        assertThat(progress.actions()).containsExactly("drop tcp syn 10.0.0.3 → 10.0.0.4 at switch 1 port 3");
    }

    @Test
    void shouldReleaseWhenTheAttackIsOver() {
        house.see("d1", synFromOneHost(5000));
        house.end("d1", synFromOneHost(0));

        assertThat(house.autoRules()).isEmpty();
        assertThat(house.mitigator.rules()).isEmpty();
        assertThat(house.store.rules()).isEmpty();
        assertThat(house.plan("d1").status()).isEqualTo(MitigationPlan.Status.RELEASED);
        assertThat(house.progress.get("d1").state()).isEqualTo(MitigationProgress.State.RELEASED);
    }

    @Test
    void shouldReleaseAFalsePositive() {
        house.see("d1", spoofedSyn(5000));
        house.see(detected("d1", spoofedSyn(5000))
                .with(DetectionStatus.FALSE_POSITIVE, house.clock.instant(), List.of()));

        assertThat(house.autoRules()).isEmpty();
        assertThat(house.plan("d1").status()).isEqualTo(MitigationPlan.Status.RELEASED);
    }

    @Test
    void shouldKeepTheErrorOfARefusedRule() {
        house.network.refuse(rule -> "OFPFMFC_TABLE_FULL");
        house.see("d1", synFromOneHost(5000));

        assertThat(rule().state().status()).isEqualTo(RuleState.Status.FAILED);
        assertThat(rule().state().error()).isEqualTo("OFPFMFC_TABLE_FULL");
        assertThat(house.plan("d1").status()).isEqualTo(MitigationPlan.Status.FAILED);
        assertThat(house.progress.get("d1").state()).isEqualTo(MitigationProgress.State.FAILED);
        assertThat(house.progress.get("d1").actions().get(0)).contains("refused: OFPFMFC_TABLE_FULL");
    }

    @Test
    void shouldTryARefusedPlanAgainLater() {
        house.network.refuse(rule -> "OFPFMFC_TABLE_FULL");
        house.see("d1", synFromOneHost(5000));
        house.network.refuse(rule -> null);
        house.pass(Duration.ofSeconds(29));
        assertThat(house.autoRules()).isEmpty();

        house.pass(Duration.ofSeconds(2));
        assertThat(house.autoRules()).hasSize(1);
        assertThat(house.mitigator.rules()).hasSize(1);
        assertThat(house.plan("d1").status()).isEqualTo(MitigationPlan.Status.ACTIVE);
    }

    @Test
    void shouldStayPendingWhileNoSwitchIsThere() {
        Fixture lonely = new Fixture(TestConfig.WITHOUT_PROBES, new InMemoryHistoryStore());
        FakeNetwork empty = new FakeNetwork(lonely.clock);
        Mitigator mitigator = new Mitigator(
                TestConfig.WITHOUT_PROBES, empty, lonely.store, lonely.events::add, lonely.counters, lonely.clock);
        mitigator.restore(lonely.progress::put);
        mitigator.onDetection(detected("d1", synFromOneHost(5000)));
        mitigator.drain();
        mitigator.drain();
        assertThat(lonely.progress.get("d1").state()).isEqualTo(MitigationProgress.State.INSTALLING);

        empty.connect(S1);
        mitigator.tick();
        assertThat(lonely.progress.get("d1").state()).isEqualTo(MitigationProgress.State.INSTALLED);
    }

    @Test
    void shouldBoundTheLifeOfEveryAutomaticRule() {
        house.see("d1", spoofedSyn(5000));

        assertThat(house.autoRules())
                .allSatisfy(rule -> assertThat(rule.hardTimeout()).isEqualTo(Duration.ofMinutes(10)));
    }

    private MitigationRule rule() {
        return house.mitigator.rules().get(0);
    }
}
