package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Floods from one host are seen in time, with the right type, victim and ingress port. */
class FloodTest {
    private static final double LIMIT_SECONDS = 1.5;

    static Stream<Arguments> floods() {
        return Stream.of(AttackType.SYN_FLOOD, AttackType.UDP_FLOOD, AttackType.ICMP_FLOOD)
                .flatMap(type -> Stream.of(500, 10_000)
                        .flatMap(pps -> Stream.of(true, false)
                                .flatMap(many -> Stream.of(true, false)
                                        .flatMap(v4 -> Stream.of(10L, 370L, 620L, 870L)
                                                .map(phase -> Arguments.of(type, pps, many, v4, phase))))));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void shouldDetectFlood(AttackType type, int pps, boolean manyTuples, boolean v4, long pollPhaseMs) {
        TelemetryScript script = new TelemetryScript(true, 500, pollPhaseMs * MS);
        script.runSeconds(3);
        IpAddress attacker = v4 ? TelemetryScript.v4(3) : TelemetryScript.v6(3);
        IpAddress victim = v4 ? TelemetryScript.v4(4) : TelemetryScript.v6(4);
        script.every(pps, () -> Floods.packet(script, type, attacker, victim, manyTuples));

        double seconds = script.runUntilTold(LIMIT_SECONDS);

        assertThat(seconds).isLessThanOrEqualTo(LIMIT_SECONDS);
        Detection detection = script.last();
        assertThat(detection.type()).isEqualTo(type);
        assertThat(detection.status()).isEqualTo(DetectionStatus.DETECTED);
        assertThat(detection.evidence().target()).isEqualTo(victim);
        assertThat(detection.evidence().spoofed()).isFalse();
        assertThat(detection.evidence().ingress())
                .extracting(port -> port.inPort())
                .isEqualTo(List.of(3));
        assertThat(detection.evidence().sources())
                .extracting(source -> source.ip())
                .isEqualTo(List.of(attacker));
        assertThat(detection.evidence().sources().get(0).bound()).isTrue();
        assertThat(detection.confidence()).isGreaterThan(0.5);
        assertThat(detection.explanation().contributions())
                .extracting(part -> part.feature())
                .contains(detection.explanation().feature(), "forest_score");
        assertThat(detection.explanation().contributions().stream()
                        .mapToDouble(part -> part.contribution())
                        .sum())
                .isCloseTo(detection.confidence(), org.assertj.core.data.Offset.offset(1e-9));
        script.runSeconds(3);
        assertThat(script.detector.activeDetections()).hasSize(1);
    }

    /** Counters are refreshed every half second; samples of ever new flows come at once. */
    @ParameterizedTest
    @EnumSource(
            value = AttackType.class,
            names = {"SYN_FLOOD", "UDP_FLOOD"})
    void shouldKnowFloodBeforeTheSwitchShowsIt(AttackType type) {
        for (int phase = 0; phase < 500; phase += 100) {
            TelemetryScript script = new TelemetryScript();
            script.every(10, () -> script.send(Packet.echo(1, TelemetryScript.v4(1), TelemetryScript.v4(4))));
            script.runSeconds(3 + phase / 1000.0);
            script.every(2_500, () -> Floods.packet(script, type, TelemetryScript.v4(3), TelemetryScript.v4(4), true));

            assertThat(script.runUntilTold(2)).isLessThanOrEqualTo(0.45);
            assertThat(script.last().type()).isEqualTo(type);
        }
    }

    @Test
    void shouldNotTakeUsualTrafficOfOtherPortsForTheAttack() {
        TelemetryScript script = new TelemetryScript();
        IpAddress victim = TelemetryScript.v4(4);
        script.every(10, () -> script.send(Packet.echo(1, TelemetryScript.v4(1), victim)));
        script.every(10, () -> script.send(Packet.echo(2, TelemetryScript.v4(2), victim)));
        script.runSeconds(5);
        script.every(2000, () -> script.send(Packet.echo(3, TelemetryScript.v4(3), victim)));

        script.runUntilTold(2);

        assertThat(script.last().evidence().ingress()).hasSize(1);
        assertThat(script.last().evidence().distinctSources()).isEqualTo(1);
        assertThat(script.last().explanation().sentence()).contains("from 1 source at switch 1 port 3;");
    }
}
