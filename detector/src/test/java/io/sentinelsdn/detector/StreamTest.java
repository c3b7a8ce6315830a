package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.v4;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One-way UDP that its receiver agreed to is a stream; the same without a word of the receiver is a flood. */
class StreamTest {
    private final TelemetryScript script = new TelemetryScript();

    private void stream(double pps, int bytes) {
        script.every(
                pps, () -> script.send(Packet.udp(1, v4(1), 5001, v4(4), 5201).times(1, bytes)));
    }

    /** The control connection of a speed test: it says how, and is silent while the test runs. */
    private void agree() {
        script.send(Packet.tcp(1, v4(1), 40_000, v4(4), 5201, Packet.SYN));
        script.send(Packet.tcp(4, v4(4), 5201, v4(1), 40_000, Packet.SYN_ACK));
        script.send(Packet.tcp(1, v4(1), 40_000, v4(4), 5201, Packet.ACK));
        script.send(Packet.tcp(4, v4(4), 5201, v4(1), 40_000, Packet.ACK));
        script.runSeconds(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {300, 1000, 4000})
    void shouldNotCallASpeedTestAFlood(double pps) {
        script.runSeconds(3);
        agree();
        stream(pps, 1470);

        script.runSeconds(40);

        assertThat(script.told).isEmpty();
    }

    @Test
    void shouldNotCallPicturesAFloodWhenReportsComeBack() {
        stream(900, 1200);
        script.every(0.5, () -> script.send(Packet.udp(4, v4(4), 5202, v4(1), 5002)));

        script.runSeconds(40);

        assertThat(script.told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {300, 4000})
    void shouldCallAStreamNobodyAgreedToAFlood(double pps) {
        script.runSeconds(3);
        stream(pps, 1470);

        script.runSeconds(3);

        assertThat(script.last().type()).isEqualTo(AttackType.UDP_FLOOD);
    }

    @Test
    void shouldCallMoreThanAStreamAFloodWhateverWasAgreed() {
        script.runSeconds(3);
        agree();
        stream(8000, 1470);

        script.runSeconds(3);

        assertThat(script.last().type()).isEqualTo(AttackType.UDP_FLOOD);
    }

    @Test
    void shouldCallSmallPacketsAFloodWhateverWasAgreed() {
        script.runSeconds(3);
        agree();
        stream(1000, 100);

        script.runSeconds(3);

        assertThat(script.last().type()).isEqualTo(AttackType.UDP_FLOOD);
    }
}
