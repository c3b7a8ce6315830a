package io.sentinelsdn.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.net.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a victim answers is no attack on those who asked. */
class VictimRepliesTest {
    @ParameterizedTest
    @CsvSource({
        "SYN_FLOOD, true",
        "SYN_FLOOD, false",
        "UDP_FLOOD, true",
        "UDP_FLOOD, false",
        "ICMP_FLOOD, true",
        "ICMP_FLOOD, false"
    })
    void shouldNotBlameVictim(AttackType type, boolean manyTuples) {
        TelemetryScript script = new TelemetryScript();
        IpAddress victim = TelemetryScript.v4(4);
        script.every(5000, () -> Floods.packet(script, type, TelemetryScript.v4(3), victim, manyTuples));

        script.runSeconds(20);

        assertThat(script.told)
                .isNotEmpty()
                .allMatch(detection -> detection.evidence().target().equals(victim));
        assertThat(script.detector.activeDetections()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldNotBlameNameServerUnderFlood(boolean manyTuples) {
        TelemetryScript script = new TelemetryScript();
        IpAddress server = TelemetryScript.v4(4);
        IpAddress client = TelemetryScript.v4(3);
        script.every(5000, () -> {
            int port = manyTuples ? 1024 + script.random.nextInt(60_000) : 5353;
            script.send(Packet.udp(3, client, port, server, 53));
            script.send(Packet.udp(4, server, 53, client, port));
        });

        script.runSeconds(20);

        assertThat(script.told)
                .noneMatch(detection -> detection.evidence().target().equals(client));
    }
}
