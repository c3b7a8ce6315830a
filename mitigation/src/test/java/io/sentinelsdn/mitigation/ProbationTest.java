package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.S1;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static io.sentinelsdn.mitigation.TestObjects.synFromOneHost;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.FlowRule.Verdict;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From drop to release: a probe under a meter, and back when the attack is still there. */
class ProbationTest {
    private final Fixture house = new Fixture(MitigationConfig.defaults(), new InMemoryHistoryStore()).started();

    private void blockAndEnd(String id) {
        house.see(id, synFromOneHost(5000));
        house.end(id, synFromOneHost(5000));
    }

    private FlowRule rule() {
        assertThat(house.network.table(S1)).hasSize(1);
        return house.network.table(S1).get(0);
    }

    @Test
    void shouldProbeUnderAMeterAndThenRelease() {
        blockAndEnd("d1");
        assertThat(rule().verdict()).isEqualTo(Verdict.METER);
        assertThat(rule().meter().rate()).isEqualTo(250);

        house.pass(Duration.ofSeconds(6));
        assertThat(house.network.table(S1)).isEmpty();
        assertThat(house.store.rules()).isEmpty();
    }

    @Test
    void shouldDropAgainForLongerWhenTheAttackIsStillThere() {
        blockAndEnd("d1");
        house.network.hitsOfAll(4_000);
        house.pass(Duration.ofSeconds(3));
        assertThat(rule().verdict()).isEqualTo(Verdict.DROP);
        assertThat(house.count("sentinel_mitigation_relapses_total")).isEqualTo(1);

        house.pass(Duration.ofSeconds(19));
        assertThat(rule().verdict()).isEqualTo(Verdict.METER);
        house.pass(Duration.ofSeconds(2));
        assertThat(rule().verdict()).isEqualTo(Verdict.DROP);
        house.pass(Duration.ofSeconds(21));
        assertThat(rule().verdict()).as("held twice as long").isEqualTo(Verdict.DROP);

        house.network.hitsOfAll(0);
        house.pass(Duration.ofSeconds(60));
        assertThat(house.network.table(S1)).isEmpty();
    }

    @Test
    void shouldProbeARepeatedOffenderForLonger() {
        blockAndEnd("d1");
        house.pass(Duration.ofSeconds(6));
        blockAndEnd("d2");
        house.pass(Duration.ofSeconds(6));
        assertThat(rule().verdict()).isEqualTo(Verdict.METER);
        house.pass(Duration.ofSeconds(5));
        assertThat(house.network.table(S1)).isEmpty();
    }

    @Test
    void shouldGiveWayToANewDetectionOfTheSameAttack() {
        blockAndEnd("d1");
        house.see("d2", synFromOneHost(5000));

        assertThat(rule().verdict()).isEqualTo(Verdict.DROP);
        house.pass(Duration.ofSeconds(30));
        assertThat(rule().verdict()).isEqualTo(Verdict.DROP);
    }

    @Test
    void shouldReleaseAtOnceWhatOnlyLimitsAndWhatWasAFalseAlarm() {
        house.see("d1", spoofedSyn(5000));
        house.end("d1", spoofedSyn(5000));
        assertThat(house.network.table(S1)).isEmpty();

        house.see("d2", synFromOneHost(5000));
        house.see(TestObjects.detected("d2", synFromOneHost(5000))
                .with(DetectionStatus.FALSE_POSITIVE, house.clock.instant(), List.of()));
        assertThat(house.network.table(S1)).isEmpty();
    }

    @Test
    void shouldStopProbingWhenSwitchedOff() {
        blockAndEnd("d1");
        house.ask(house.mitigator.mode(MitigationMode.OFF));
        assertThat(house.network.table(S1)).isEmpty();
        house.pass(Duration.ofSeconds(10));
        assertThat(house.network.table(S1)).isEmpty();
    }

    @Test
    void shouldKeepAProbeAndAHoldOverARestartWithTheTimeTheyHaveLeft() {
        blockAndEnd("d1");
        assertThat(restarted().verdict()).isEqualTo(Verdict.METER);

        house.network.hitsOfAll(4_000);
        house.pass(Duration.ofSeconds(3));
        FlowRule held = restarted();
        assertThat(held.verdict()).isEqualTo(Verdict.DROP);
        assertThat(held.hardTimeout()).isLessThanOrEqualTo(Duration.ofSeconds(597));
    }

    /** The rule that another process finds in the store and sends again. */
    private FlowRule restarted() {
        Fixture again = new Fixture(MitigationConfig.defaults(), house.store);
        again.clock.advance(Duration.between(again.clock.instant(), house.clock.instant()));
        again.started();
        assertThat(again.network.table(S1)).hasSize(1);
        return again.network.table(S1).get(0);
    }

    /** Nothing of a probe gets around a person who has taken the rule away. */
    @Test
    void shouldLeaveTheAttackAloneWhenAPersonTakesAProbedRuleAway() {
        blockAndEnd("d1");
        String id = rule().id();
        house.ask(house.mitigator.remove(id));
        house.pass(Duration.ofSeconds(10));
        assertThat(house.network.table(S1)).isEmpty();

        house.see("d2", synFromOneHost(5000));
        assertThat(house.network.table(S1)).as("grace").isEmpty();
        house.pass(Duration.ofMinutes(5));
        assertThat(rule().verdict()).isEqualTo(Verdict.DROP);
    }
}
