package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.mitigate.MitigationRule.Owner;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.MitigationDesk.Refused;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans that wait for a person. */
class ApprovalTest {
    private final Fixture house = new Fixture().started();

    @BeforeEach
    void propose() {
        house.ask(house.mitigator.mode(MitigationMode.PROPOSE));
        house.see("d1", synFromOneHost(5000));
    }

    @Test
    void shouldCarryOutExactlyWhatWasShown() {
        MitigationPlan shown = house.plan("d1");
        MitigationPlan approved = house.ask(house.mitigator.approve(shown.id()));

        assertThat(approved.status()).isEqualTo(Status.ACTIVE);
        assertThat(house.network.table(S1)).isEqualTo(shown.rules());
        assertThat(house.mitigator.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.owner()).isEqualTo(Owner.AUTO);
            assertThat(rule.detectionId()).isEqualTo("d1");
        });
    }

    @Test
    void shouldKeepTheRulesOfAnApprovedPlanWhileTheAttackStaysTheSame() {
        house.ask(house.mitigator.approve(house.plan("d1").id()));
        house.pass(Duration.ofSeconds(20));

        assertThat(house.plans("d1")).hasSize(1);
        assertThat(house.network.table(S1)).hasSize(1);
    }

    @Test
    void shouldProposeAgainBesideTheApprovedPlanWhenTheAttackChanges() {
        MitigationPlan first = house.plan("d1");
        house.ask(house.mitigator.approve(first.id()));
        house.pass(Duration.ofSeconds(3));
        house.see("d1", spoofedSyn(5000));
        house.pass(Duration.ofSeconds(3));

        MitigationPlan second = house.plan("d1");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.status()).isEqualTo(Status.PROPOSED);
        assertThat(house.network.table(S1)).isEqualTo(first.rules());

        house.ask(house.mitigator.approve(second.id()));
        assertThat(house.network.table(S1)).isEqualTo(second.rules());
        assertThat(house.store.plan(first.id()).orElseThrow().status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void shouldNotProposeARejectedPlanAgainButAnotherOne() {
        MitigationPlan rejected =
                house.ask(house.mitigator.reject(house.plan("d1").id()));
        house.pass(Duration.ofSeconds(30));

        assertThat(rejected.status()).isEqualTo(Status.REJECTED);
        assertThat(house.network.table(S1)).isEmpty();
        assertThat(house.plans("d1")).hasSize(1);

        house.see("d1", spoofedSyn(5000));
        house.pass(Duration.ofSeconds(3));
        assertThat(house.plan("d1").status()).isEqualTo(Status.PROPOSED);
        assertThat(house.plans("d1")).hasSize(2);
    }

    @Test
    void shouldRefuseAnAnswerThatComesTooLate() {
        String id = house.plan("d1").id();
        house.end("d1", synFromOneHost(5000));

        assertThat(house.store.plan(id).orElseThrow().status()).isEqualTo(Status.LAPSED);
        assertThatThrownBy(() -> house.ask(house.mitigator.approve(id)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("lapsed");
        assertThatThrownBy(() -> house.ask(house.mitigator.reject(id))).isInstanceOf(Refused.class);
    }

    @Test
    void shouldRefuseToApproveWhatTheAllowListProtectsOrWhileOff() {
        String id = house.plan("d1").id();
        house.ask(house.mitigator.allow(Prefix.parse("10.0.0.0/24"), ""));
        assertThatThrownBy(() -> house.ask(house.mitigator.approve(id))).hasMessageContaining("allow-list");

        house.ask(house.mitigator.disallow(Prefix.parse("10.0.0.0/24")));
        house.ask(house.mitigator.mode(MitigationMode.OFF));
        assertThatThrownBy(
                        () -> house.ask(house.mitigator.approve(house.plan("d1").id())))
                .isInstanceOf(Refused.class);
        assertThat(house.autoRules()).isEmpty();
    }

    @Test
    void shouldLetWaitingPlansLapseOverARestart() {
        String id = house.plan("d1").id();
        new Fixture(MitigationConfig.defaults(), house.store).started();

        assertThat(house.store.plan(id).orElseThrow().status()).isEqualTo(Status.LAPSED);
    }
}
