package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.v4;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.detector.input.FlowBatch;
import io.sentinelsdn.detector.playback.CapturePlayback;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens in a capture is found there under its name, at its target, and nothing else. */
class CapturePlaybackTest {
    private static final Path SHARED = Path.of("../../shared/data/pcap");
    private static final IpAddress ATTACKER = v4(3);
    private static final IpAddress VICTIM = v4(4);

    private final TelemetryScript script = new TelemetryScript();
    private final BenignHosts hosts = new BenignHosts(script);
    private int next;

    @TempDir
    Path dir;

    private static List<Detection> play(Path file) {
        CapturePlayback playback =
                new CapturePlayback(ModelRegistry.defaultModel().model());
        FlowBatch.read(file, null, Progress.SILENT, playback);
        return playback.end();
    }

    private List<Detection> capture(Runnable traffic) throws IOException {
        Path file = dir.resolve("a.pcap");
        try (CaptureWriter writer = new CaptureWriter(file)) {
            script.capture = writer;
            traffic.run();
        }
        return play(file);
    }

    private void benign() {
        script.every(40, () -> hosts.shortConnection(1, 4, false));
        script.every(20, () -> hosts.shortConnection(2, 4, true));
        script.every(2, () -> hosts.download(1, 4));
        script.every(50, () -> hosts.dnsQuery(1, 2));
        script.every(30, () -> hosts.dnsQueryFromOutside(3, 4));
        script.every(5, () -> hosts.pingSweep(1));
    }

    private int port() {
        return 1024 + script.random.nextInt(60_000);
    }

    private IpAddress anybody() {
        return IpAddress.v4(0xc633_0000 | script.random.nextInt(1 << 16));
    }

    private void begin(AttackType type) {
        switch (type) {
            case SYN_FLOOD, UDP_FLOOD, ICMP_FLOOD ->
                script.every(800, () -> Floods.packet(script, type, ATTACKER, VICTIM, true));
            case DNS_AMPLIFICATION -> script.every(600, () -> answer(53));
            case NTP_AMPLIFICATION -> script.every(600, () -> answer(123));
            case PORT_SCAN ->
                script.every(100, () -> {
                    int probed = ++next % 65_536;
                    script.send(Packet.tcp(3, ATTACKER, 40_000, VICTIM, probed, Packet.SYN));
                    script.send(Packet.tcp(4, VICTIM, probed, ATTACKER, 40_000, Packet.RST | IpProto.TCP_ACK));
                });
            case TABLE_EXHAUSTION ->
                script.every(
                        2000,
                        () -> script.send(Packet.udp(
                                3, anybody(), port(), IpAddress.v4(script.random.nextInt(1 << 30)), port())));
            case HTTP_FLOOD -> {
                for (int connection = 0; connection < 10; connection++) {
                    int port = 20_000 + connection;
                    script.every(100, () -> exchange(port, 300, 900));
                }
            }
            case SLOWLORIS -> {
                for (int connection = 0; connection < 150; connection++) {
                    int port = 20_000 + connection;
                    script.send(Packet.tcp(3, ATTACKER, port, VICTIM, 80, Packet.SYN));
                    script.send(Packet.tcp(4, VICTIM, 80, ATTACKER, port, Packet.SYN_ACK));
                    script.every(0.2, () -> exchange(port, 90, 66));
                    script.runFor(TelemetryScript.SECOND / 50);
                }
            }
            case UNKNOWN_ANOMALY ->
                script.every(4000, () -> script.send(new Packet(3, ATTACKER, VICTIM, 47, 0, 0, 0, 400, 1)));
        }
    }

    private void answer(int from) {
        IpAddress reflector = IpAddress.v4(0xc633_0000 + script.random.nextInt(40));
        script.send(Packet.udp(3, reflector, from, VICTIM, 4444).times(1, 1200));
    }

    private void exchange(int port, int there, int back) {
        script.send(Packet.tcp(3, ATTACKER, port, VICTIM, 80, Packet.ACK).times(1, there));
        script.send(Packet.tcp(4, VICTIM, 80, ATTACKER, port, Packet.ACK).times(1, back));
    }

    @ParameterizedTest
    @EnumSource(AttackType.class)
    void shouldNameTheAttackAmongBenignTrafficAndItsTarget(AttackType type) throws IOException {
        List<Detection> found = capture(() -> {
            benign();
            script.runSeconds(5);
            begin(type);
            script.runSeconds(type == AttackType.SLOWLORIS ? 40 : 8);
            script.silence();
        });

        assertThat(found)
                .as(
                        "live: %s",
                        script.told.stream().map(Detection::type).distinct().toList())
                .extracting(Detection::type)
                .containsExactly(type);
        Detection attack = found.get(0);
        assertThat(attack.evidence().target())
                .isEqualTo(type == AttackType.TABLE_EXHAUSTION ? IpAddress.v4(0) : VICTIM);
        assertThat(attack.status()).isEqualTo(DetectionStatus.ENDED);
        assertThat(attack.startedAt())
                .isBetween(Instant.ofEpochSecond(1_700_000_105), Instant.ofEpochSecond(1_700_000_145));
    }

    @Test
    void shouldFindNothingInBenignTraffic() throws IOException {
        List<Detection> found = capture(() -> {
            benign();
            hosts.bulkTcp(1, 4, 3000);
            hosts.bulkUdp(2, 4, 800, 40);
            script.runSeconds(45);
        });

        assertThat(found).isEmpty();
    }

    @Test
    void shouldPassOverLulls() throws IOException {
        List<Detection> found = capture(() -> {
            for (int round = 0; round < 2; round++) {
                begin(AttackType.ICMP_FLOOD);
                script.runSeconds(4);
                script.silence();
                script.skip(20_000 * TelemetryScript.SECOND);
            }
            hosts.dnsQuery(1, 2);
        });

        assertThat(found).extracting(Detection::type).containsExactly(AttackType.ICMP_FLOOD, AttackType.ICMP_FLOOD);
        assertThat(found.get(1).startedAt()).isAfter(found.get(0).endedAt().plusSeconds(10_000));
    }

    @Test
    void shouldFindNothingInRealBenignCaptures() throws IOException {
        Path benign = SHARED.resolve("benign");
        Assumptions.assumeTrue(Files.isDirectory(benign), "the shared captures are not here: " + benign);
        try (Stream<Path> files = Files.list(benign)) {
            for (Path file : files.sorted().toList()) {
                assertThat(play(file)).as(file.toString()).isEmpty();
            }
        }
    }
}
