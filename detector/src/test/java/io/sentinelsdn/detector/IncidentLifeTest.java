package io.sentinelsdn.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.detect.MitigationProgress.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One attack is one detection from its first window to its end. */
class IncidentLifeTest {
    private final TelemetryScript script = new TelemetryScript();

    private Detection attacked() {
        script.runSeconds(1);
        attack();
        script.runUntilTold(3);
        return script.last();
    }

    private void attack() {
        script.every(
                2000,
                () -> Floods.packet(script, AttackType.SYN_FLOOD, TelemetryScript.v4(3), TelemetryScript.v4(4), true));
    }

    private void progress(String id, State state, double hitPps) {
        script.detector.progress(id, new MitigationProgress(state, List.of("drop"), hitPps));
    }

    @Test
    void shouldUpdateOnceASecondUnderOneId() {
        Detection first = attacked();

        script.runSeconds(5);

        assertThat(script.told).hasSizeBetween(5, 7).allMatch(it -> it.id().equals(first.id()));
        assertThat(script.last().peakPps()).isBetween(1700.0, 3200.0);
        assertThat(script.last().evidence().pps()).isBetween(1000.0, 3200.0);
    }

    @Test
    void shouldFollowMitigationToTheEnd() {
        String id = attacked().id();
        progress(id, State.INSTALLING, 0);
        script.runSeconds(0.3);
        assertThat(script.last().status()).isEqualTo(DetectionStatus.MITIGATING);

        script.silence();
        for (int i = 0; i < 20; i++) {
            progress(id, State.INSTALLED, 2000);
            script.runSeconds(1);
        }
        assertThat(script.last().status()).isEqualTo(DetectionStatus.MITIGATED);
        assertThat(script.last().actions()).containsExactly("drop");
        assertThat(script.last().evidence().sources()).isNotEmpty();
        assertThat(script.detector.activeDetections()).hasSize(1);

        for (int i = 0; i < 9; i++) {
            progress(id, State.INSTALLED, 0);
            script.runSeconds(1);
        }
        assertThat(script.last().status()).isEqualTo(DetectionStatus.MITIGATED);
        progress(id, State.INSTALLED, 0);
        script.runSeconds(2);
        assertThat(script.last().status()).isEqualTo(DetectionStatus.ENDED);
        assertThat(script.last().endedAt()).isNotNull();
        assertThat(script.detector.activeDetections()).isEmpty();
        assertThat(script.detector.suspicious()).isFalse();
    }

    @Test
    void shouldTellAgainWhenRulesExpireUnderAttack() {
        String id = attacked().id();
        script.silence();
        progress(id, State.INSTALLED, 2000);
        script.runSeconds(3);
        assertThat(script.last().status()).isEqualTo(DetectionStatus.MITIGATED);

        attack();
        progress(id, State.INSTALLED, 0);
        script.runSeconds(2);
        assertThat(script.last().status()).isEqualTo(DetectionStatus.MITIGATING);
        progress(id, State.RELEASED, 0);
        script.runSeconds(0.5);
        assertThat(script.last().status()).isEqualTo(DetectionStatus.DETECTED);
        assertThat(script.last().id()).isEqualTo(id);
        assertThat(script.last().evidence().pps()).isGreaterThan(1000);
    }

    @Test
    void shouldEndWithoutMitigationWhenAttackStops() {
        attacked();
        script.silence();

        script.runSeconds(15);

        assertThat(script.last().status()).isEqualTo(DetectionStatus.ENDED);
    }

    @Test
    void shouldNotLearnFromAttack() {
        attacked();

        script.runSeconds(60);

        assertThat(script.last().explanation().baseline()).isLessThan(25);
        assertThat(script.last().explanation().threshold()).isEqualTo(150);
    }

    @Test
    void shouldIgnoreWordOfUnknownIncidents() {
        progress("nobody", State.INSTALLED, 1);
        script.runSeconds(1);

        assertThat(script.told).isEmpty();
    }
}
