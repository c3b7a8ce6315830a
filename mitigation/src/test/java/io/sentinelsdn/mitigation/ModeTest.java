package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.net.Prefix;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModeTest {
    private final Fixture house = new Fixture().started();

    @Test
    void shouldTakeExactlyTheAutomaticRulesAwayWhenSwitchedOff() {
        house.see("d1", synFromOneHost(5000));
        house.see("d2", TestObjects.udpFlood(true, 900, List.of(TestObjects.ingress(2, 900)), List.of()));
        house.ask(house.mitigator.block(Prefix.parse("10.0.0.9"), Duration.ofMinutes(1), ""));
        house.ask(house.mitigator.blacklist(Prefix.parse("10.0.0.8"), ""));
        house.ask(house.mitigator.mode(MitigationMode.OFF));

        assertThat(house.network.table(S1))
                .extracting(FlowRule::band)
                .containsExactlyInAnyOrder(RuleBand.USER, RuleBand.BLACKLIST);
        assertThat(house.store.rules()).hasSize(1);
        assertThat(house.plan("d1").status()).isEqualTo(Status.RELEASED);
        assertThat(house.progress.get("d1").state()).isEqualTo(MitigationProgress.State.RELEASED);
        assertThat(house.store.config("mitigation_mode")).contains("off");
    }

    @Test
    void shouldWriteThePlanDownAndStopThereInModePropose() {
        house.ask(house.mitigator.mode(MitigationMode.PROPOSE));
        house.see("d1", synFromOneHost(5000));
        house.pass(Duration.ofSeconds(10));

        assertThat(house.network.table(S1)).isEmpty();
        assertThat(house.plan("d1").status()).isEqualTo(Status.PROPOSED);
        assertThat(house.plan("d1").rules()).hasSize(1);
        assertThat(house.progress.get("d1").state()).isEqualTo(MitigationProgress.State.PROPOSED);
        assertThat(house.plans("d1")).hasSize(1);
    }

    @Test
    void shouldWriteThePlanDownInModeOff() {
        house.ask(house.mitigator.mode(MitigationMode.OFF));
        house.see("d1", spoofedSyn(5000));

        assertThat(house.network.table(S1)).isEmpty();
        assertThat(house.plan("d1").status()).isEqualTo(Status.PROPOSED);
    }

    @Test
    void shouldCarryAProposalOutWhenSwitchedToAuto() {
        house.ask(house.mitigator.mode(MitigationMode.PROPOSE));
        house.see("d1", synFromOneHost(5000));
        house.ask(house.mitigator.mode(MitigationMode.AUTO));
        house.pass(Duration.ofMillis(250));

        assertThat(house.autoRules()).hasSize(1);
        assertThat(house.plans("d1"))
                .singleElement()
                .satisfies(plan -> assertThat(plan.status()).isEqualTo(Status.ACTIVE));
    }

    @Test
    void shouldKeepAProposalUpToDate() {
        house.ask(house.mitigator.mode(MitigationMode.PROPOSE));
        house.see("d1", synFromOneHost(5000));
        house.see("d1", spoofedSyn(5000));
        house.pass(Duration.ofSeconds(2));

        assertThat(house.plan("d1").rules())
                .allSatisfy(rule -> assertThat(rule.match().src()).isNull());
        assertThat(house.plans("d1")).hasSize(1);
    }

    @Test
    void shouldKeepRulesWhenSwitchedFromAutoToPropose() {
        house.see("d1", synFromOneHost(5000));
        house.ask(house.mitigator.mode(MitigationMode.PROPOSE));
        house.pass(Duration.ofSeconds(10));

        assertThat(house.autoRules()).hasSize(1);
        assertThat(house.plan("d1").status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void shouldMitigateAgainWhenSwitchedBackOn() {
        house.see("d1", synFromOneHost(5000));
        house.ask(house.mitigator.mode(MitigationMode.OFF));
        house.pass(Duration.ofSeconds(5));
        assertThat(house.autoRules()).isEmpty();
        house.ask(house.mitigator.mode(MitigationMode.AUTO));
        house.pass(Duration.ofMillis(250));

        assertThat(house.autoRules()).hasSize(1);
    }

    @Test
    void shouldOvertakeWaitingRequestsWithTheKillSwitch() {
        house.see("d1", synFromOneHost(5000));
        var block = house.mitigator.block(Prefix.parse("10.0.0.9"), Duration.ofMinutes(1), "");
        var off = house.mitigator.mode(MitigationMode.OFF);
        house.settle();

        assertThat(off).isCompleted();
        assertThat(block).isCompleted();
        int last = house.network.batches().size() - 1;
        assertThat(house.network.batches().get(last - 1).remove()).hasSize(1);
        assertThat(house.network.batches().get(last).add()).hasSize(1);
    }
}
