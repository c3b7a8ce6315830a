package io.sentinelsdn.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.net.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forged sources are told from real ones. */
class SpoofedFloodTest {
    private final TelemetryScript script = new TelemetryScript();
    private final IpAddress victim = TelemetryScript.v4(4);

    private IpAddress anybody() {
        return IpAddress.v4(script.random.nextInt());
    }

    private int port() {
        return 1024 + script.random.nextInt(60_000);
    }

    @ParameterizedTest
    @CsvSource({"500, true", "10000, true", "500, false", "10000, false"})
    void shouldCallRandomSourcesForged(int pps, boolean seesSyns) {
        TelemetryScript net = new TelemetryScript(seesSyns, 500, 0);
        net.runSeconds(2);
        net.every(
                pps,
                () -> net.send(Packet.tcp(
                        3, IpAddress.v4(net.random.nextInt()), net.random.nextInt(65_536), victim, 80, Packet.SYN)));

        assertThat(net.runUntilTold(2)).isLessThan(2);

        Detection detection = net.last();
        assertThat(detection.type()).isEqualTo(AttackType.SYN_FLOOD);
        assertThat(detection.evidence().spoofed()).isTrue();
        assertThat(detection.evidence().sources()).hasSizeLessThanOrEqualTo(64);
        assertThat(detection.evidence().ingress())
                .extracting(port -> port.inPort())
                .containsExactly(3);
        assertThat(detection.explanation().sentence()).contains("forged sources");
        net.runSeconds(5);
        assertThat(net.detector.activeDetections()).hasSize(1);
        assertThat(net.last().evidence().distinctSources()).isGreaterThan(200);
    }

    @Test
    void shouldCallAddressOfAnotherPortForged() {
        script.runSeconds(2);
        script.every(1000, () -> script.send(Packet.tcp(3, TelemetryScript.v4(1), port(), victim, 80, Packet.SYN)));

        script.runUntilTold(2);

        assertThat(script.last().evidence().spoofed()).isTrue();
    }

    @Test
    void shouldCallFewBoundSourcesReal() {
        script.runSeconds(2);
        script.every(400, () -> script.send(Packet.tcp(3, TelemetryScript.v4(3), port(), victim, 80, Packet.SYN)));
        script.every(400, () -> script.send(Packet.tcp(2, TelemetryScript.v4(2), port(), victim, 80, Packet.SYN)));

        script.runUntilTold(2);
        script.runSeconds(1.5);

        assertThat(script.last().evidence().spoofed()).isFalse();
        assertThat(script.last().evidence().ingress())
                .extracting(port -> port.inPort())
                .containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void shouldSeeSpoofedUdpFlood() {
        script.runSeconds(2);
        script.every(5000, () -> script.send(Packet.udp(3, anybody(), port(), victim, port())));

        assertThat(script.runUntilTold(2)).isLessThan(2);

        assertThat(script.last().type()).isEqualTo(AttackType.UDP_FLOOD);
        assertThat(script.last().evidence().spoofed()).isTrue();
    }

    @Test
    void shouldKeepWorkingWhenEveryPacketIsNew() {
        script.every(
                5000,
                () -> script.send(Packet.udp(3, anybody(), port(), IpAddress.v4(script.random.nextInt()), port())));
        script.runSeconds(30);
        script.every(1000, () -> script.send(Packet.tcp(2, TelemetryScript.v4(2), port(), victim, 80, Packet.SYN)));

        script.runSeconds(2);

        assertThat(script.told).anySatisfy(detection -> {
            assertThat(detection.evidence().target()).isEqualTo(victim);
            assertThat(detection.type()).isEqualTo(AttackType.SYN_FLOOD);
        });
    }
}
