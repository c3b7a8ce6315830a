package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.SECOND;
import static io.sentinelsdn.detector.TelemetryScript.v4;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks that are no plain floods are seen, each under its own name and as one detection. */
class AttackTypesTest {
    private static final IpAddress ATTACKER = v4(3);
    private static final IpAddress VICTIM = v4(4);

    private final TelemetryScript script = new TelemetryScript();
    private final BenignHosts hosts = new BenignHosts(script);

    private int port() {
        return 1024 + script.random.nextInt(60_000);
    }

    private IpAddress anybody() {
        return IpAddress.v4(0xc633_0000 | script.random.nextInt(1 << 16));
    }

    /** Everything that was told is about this one attack; the last word on it. */
    private Detection onlyAttack(AttackType type, IpAddress target) {
        Set<String> ids = script.told.stream().map(Detection::id).collect(Collectors.toSet());
        Set<AttackType> types = script.told.stream().map(Detection::type).collect(Collectors.toSet());
        assertThat(types).containsExactly(type);
        assertThat(ids).hasSize(1);
        assertThat(script.last().evidence().target()).isEqualTo(target);
        assertThat(script.last().explanation().sentence()).isNotBlank();
        return script.last();
    }

    @ParameterizedTest
    @CsvSource({"53, DNS_AMPLIFICATION, 40", "123, NTP_AMPLIFICATION, 40", "53, DNS_AMPLIFICATION, 20000"})
    void shouldCallLargeUnaskedAnswersAmplification(int port, AttackType type, int reflectors) {
        script.every(50, () -> hosts.dnsQuery(4, 2));
        script.runSeconds(3);
        script.every(
                600,
                () -> script.send(
                        Packet.udp(3, IpAddress.v4(0xc633_0000 + script.random.nextInt(reflectors)), port, VICTIM, 4444)
                                .times(1, 1200)));

        script.runSeconds(5);

        assertThat(onlyAttack(type, VICTIM).evidence().dstPorts().get(0).port()).isEqualTo(4444);
    }

    @Test
    void shouldNotCallAnswersAmplificationWhenSomebodyAsks() {
        script.every(400, () -> hosts.dnsQuery(4, 2));

        script.runSeconds(20);

        assertThat(script.told).isEmpty();
    }

    @Test
    void shouldCallManyConnectionsOfOneClientAWebFlood() {
        script.every(30, () -> hosts.shortConnection(1, 4, false));
        script.runSeconds(3);
        int[] opened = {20_000};
        script.every(6000, () -> {
            if (script.random.nextInt(4) == 0) {
                script.send(Packet.tcp(3, ATTACKER, ++opened[0], VICTIM, 80, Packet.SYN));
                script.send(Packet.tcp(4, VICTIM, 80, ATTACKER, opened[0], Packet.SYN_ACK));
            } else {
                int port = opened[0] - script.random.nextInt(20);
                script.send(
                        Packet.tcp(3, ATTACKER, port, VICTIM, 80, Packet.ACK).times(1, 200));
                script.send(
                        Packet.tcp(4, VICTIM, 80, ATTACKER, port, Packet.ACK).times(1, 900));
            }
        });

        script.runSeconds(6);

        Detection detection = onlyAttack(AttackType.HTTP_FLOOD, VICTIM);
        assertThat(detection.evidence().spoofed()).isFalse();
        assertThat(detection.evidence().sources().get(0).ip()).isEqualTo(ATTACKER);
    }

    @Test
    void shouldCallManyRequestsOverFewConnectionsAWebFlood() {
        for (int connection = 0; connection < 10; connection++) {
            int port = 20_000 + connection;
            script.every(100, () -> {
                script.send(
                        Packet.tcp(3, ATTACKER, port, VICTIM, 80, Packet.ACK).times(1, 300));
                script.send(
                        Packet.tcp(4, VICTIM, 80, ATTACKER, port, Packet.ACK).times(1, 900));
            });
        }

        script.runSeconds(6);

        assertThat(onlyAttack(AttackType.HTTP_FLOOD, VICTIM)
                        .evidence()
                        .sources()
                        .get(0)
                        .ip())
                .isEqualTo(ATTACKER);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 15})
    void shouldNameSlowloris(int secondsBetweenHeaders) {
        script.every(20, () -> hosts.shortConnection(1, 4, false));
        script.runSeconds(3);
        for (int connection = 0; connection < 200; connection++) {
            int port = 20_000 + connection;
            script.send(Packet.tcp(3, ATTACKER, port, VICTIM, 80, Packet.SYN));
            script.send(Packet.tcp(4, VICTIM, 80, ATTACKER, port, Packet.SYN_ACK));
            script.every(1.0 / secondsBetweenHeaders, () -> {
                script.send(
                        Packet.tcp(3, ATTACKER, port, VICTIM, 80, Packet.ACK).times(1, 90));
                script.send(Packet.tcp(4, VICTIM, 80, ATTACKER, port, Packet.ACK));
            });
            script.runFor(SECOND / 50);
        }

        script.runSeconds(40);

        assertThat(onlyAttack(AttackType.SLOWLORIS, VICTIM).evidence().sources())
                .extracting(source -> source.ip())
                .isEqualTo(List.of(ATTACKER));
    }

    @Test
    void shouldNotCallClientsOfAnOverloadedServerSlowloris() {
        script.every(20, () -> hosts.shortConnection(1, 4, false));
        script.runSeconds(3);
        for (int connection = 0; connection < 200; connection++) {
            int port = 20_000 + connection;
            script.send(Packet.tcp(3, ATTACKER, port, VICTIM, 80, Packet.SYN));
            script.send(Packet.tcp(4, VICTIM, 80, ATTACKER, port, Packet.SYN_ACK));
            script.every(
                    0.5,
                    () -> script.send(Packet.tcp(3, ATTACKER, port, VICTIM, 80, Packet.ACK)
                            .times(1, 130)));
            script.runFor(SECOND / 50);
        }

        script.runSeconds(15);

        assertThat(script.told)
                .as("they repeat requests that are not even acknowledged")
                .isEmpty();
    }

    @Test
    void shouldNotTakeTwoConnectionsFromOnePortForASlowOne() {
        for (int round = 0; round < 2; round++) {
            for (int connection = 0; connection < 200; connection++) {
                int port = 20_000 + connection;
                script.send(Packet.tcp(3, ATTACKER, port, VICTIM, 80, Packet.ACK));
                script.send(Packet.tcp(4, VICTIM, 80, ATTACKER, port, Packet.ACK));
                script.runFor(SECOND / 50);
            }
        }

        script.runSeconds(5);

        assertThat(script.told)
                .as("of short connections often only one packet is sampled, and ports come again")
                .isEmpty();
    }

    @Test
    void shouldNotCallPatientClientsSlowloris() {
        for (int connection = 0; connection < 300; connection++) {
            int port = 20_000 + connection;
            IpAddress client = IpAddress.v4(0xc633_0000 + connection / 4);
            script.every(0.2, () -> {
                script.send(Packet.tcp(1, client, port, VICTIM, 443, Packet.ACK).times(1, 120));
                script.send(Packet.tcp(4, VICTIM, 443, client, port, Packet.ACK).times(1, 500));
            });
        }

        script.runSeconds(60);

        assertThat(script.told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 50, 1000})
    void shouldNamePortScanWhateverItsPace(int perSecond) {
        script.every(50, () -> hosts.shortConnection(1, 4, false));
        script.runSeconds(3);
        int[] next = {1};
        script.every(perSecond, () -> {
            int probed = next[0]++ % 65_536;
            script.send(Packet.tcp(3, ATTACKER, 40_000, VICTIM, probed, Packet.SYN));
            script.send(Packet.tcp(4, VICTIM, probed, ATTACKER, 40_000, Packet.RST | IpProto.TCP_ACK));
        });

        script.runSeconds(30);

        Detection detection = onlyAttack(AttackType.PORT_SCAN, VICTIM);
        assertThat(detection.evidence().synOnly()).isTrue();
        assertThat(detection.evidence().sources().get(0).ip()).isEqualTo(ATTACKER);
    }

    @Test
    void shouldFindAScannerWhereItIsNowAfterItHasMoved() {
        int[] next = {1};
        script.every(50, () -> script.send(Packet.tcp(3, ATTACKER, 40_000, VICTIM, next[0]++, Packet.SYN)));
        script.runSeconds(10);
        script.silence();
        script.runSeconds(30);

        script.every(50, () -> script.send(Packet.tcp(2, ATTACKER, 40_000, VICTIM, next[0]++, Packet.SYN)));
        script.runSeconds(5);

        assertThat(script.told.stream().map(Detection::id).distinct()).hasSize(2);
        assertThat(script.last().evidence().sources())
                .extracting(AttackEvidence.SourceShare::inPort)
                .containsExactly(2);
    }

    @Test
    void shouldCallAScanOverManyHostsOneAttack() {
        int[] next = {0};
        script.every(100, () -> {
            int host = next[0]++;
            script.send(Packet.tcp(3, ATTACKER, 40_000, IpAddress.v4(0x0a00_0000 + host % 4096), 445, Packet.SYN));
        });

        script.runSeconds(20);

        assertThat(script.told).extracting(Detection::type).containsOnly(AttackType.PORT_SCAN);
        assertThat(new HashSet<>(script.told.stream().map(Detection::id).toList()))
                .hasSize(1);
    }

    @Test
    void shouldNameUdpScan() {
        int[] next = {1};
        script.every(30, () -> {
            script.send(Packet.udp(3, ATTACKER, 40_000, VICTIM, next[0]++));
            script.send(Packet.icmp(4, VICTIM, ATTACKER, 3));
        });

        script.runSeconds(20);

        assertThat(onlyAttack(AttackType.PORT_SCAN, VICTIM).evidence().protocol())
                .isEqualTo(IpProto.UDP);
    }

    @Test
    void shouldNotCallABusyCrawlerAScanner() {
        script.every(60, () -> {
            IpAddress server = anybody();
            int from = port();
            script.send(Packet.tcp(1, v4(1), from, server, 443, Packet.SYN));
            script.send(Packet.tcp(2, server, 443, v4(1), from, Packet.SYN_ACK));
            script.send(Packet.tcp(1, v4(1), from, server, 443, Packet.ACK));
        });

        script.runSeconds(60);

        assertThat(script.told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNameFloodOfNewFlowsToEverybodyTableExhaustion(boolean udp) {
        script.every(50, () -> hosts.shortConnection(1, 4, false));
        script.runSeconds(3);
        script.every(2000, () -> {
            IpAddress anyhost = IpAddress.v4(script.random.nextInt(1 << 30));
            script.send(
                    udp
                            ? Packet.udp(3, anybody(), port(), anyhost, port())
                            : Packet.tcp(3, anybody(), port(), anyhost, 80, Packet.SYN));
        });

        script.runSeconds(6);

        Detection detection = onlyAttack(AttackType.TABLE_EXHAUSTION, IpAddress.v4(0));
        assertThat(detection.evidence().spoofed()).isTrue();
        assertThat(detection.evidence().ingress())
                .extracting(place -> place.inPort())
                .containsExactly(3);
    }

    @Test
    void shouldTakeTheWordOfASwitchWhoseTablesFillUp() {
        script.every(
                200,
                () -> script.send(
                        Packet.udp(3, anybody(), port(), IpAddress.v4(script.random.nextInt(1 << 30)), port())));
        script.runSeconds(10);
        assertThat(script.told).isEmpty();

        script.detector.tablePressure(1, 2);
        script.runSeconds(3);

        onlyAttack(AttackType.TABLE_EXHAUSTION, IpAddress.v4(0));
    }

    @ParameterizedTest
    @CsvSource({"6, 0", "47, 0"})
    void shouldCallOtherFloodsUnknown(int protocol, int ignored) {
        script.every(50, () -> hosts.shortConnection(1, 4, false));
        script.runSeconds(3);
        script.every(
                4000,
                () -> script.send(new Packet(
                        3,
                        ATTACKER,
                        VICTIM,
                        protocol,
                        protocol == 6 ? port() : 0,
                        protocol == 6 ? 80 : 0,
                        protocol == 6 ? IpProto.TCP_ACK : 0,
                        400,
                        1)));

        script.runSeconds(8);

        assertThat(onlyAttack(AttackType.UNKNOWN_ANOMALY, VICTIM).evidence().protocol())
                .isEqualTo(protocol);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotTakeResetsForAnswers(boolean manyTuples) {
        script.every(50, () -> hosts.shortConnection(1, 4, false));
        script.runSeconds(3);
        script.every(3000, () -> {
            int from = manyTuples ? port() : 5555;
            script.send(Packet.tcp(3, ATTACKER, from, VICTIM, 80, Packet.ACK));
            script.send(Packet.tcp(4, VICTIM, 80, ATTACKER, from, Packet.RST));
        });

        script.runSeconds(8);

        assertThat(onlyAttack(AttackType.UNKNOWN_ANOMALY, VICTIM)
                        .evidence()
                        .sources()
                        .get(0)
                        .ip())
                .isEqualTo(ATTACKER);
    }

    @Test
    void shouldNotCallAUdpFloodAScanWhenItIsOver() {
        floodPorts(12);

        script.every(3, () -> script.send(Packet.udp(3, ATTACKER, port(), VICTIM, 53)));
        script.runSeconds(40);

        assertThat(onlyAttack(AttackType.UDP_FLOOD, VICTIM).status()).isEqualTo(DetectionStatus.ENDED);
    }

    @Test
    void shouldNameAUdpScanThatFollowsAFlood() {
        floodPorts(5);

        int[] next = {1};
        script.every(30, () -> script.send(Packet.udp(3, ATTACKER, 40_000, VICTIM, next[0]++)));
        script.runSeconds(20);

        assertThat(script.told)
                .extracting(Detection::type)
                .contains(AttackType.PORT_SCAN)
                .containsOnly(AttackType.UDP_FLOOD, AttackType.PORT_SCAN);
    }

    /** Floods the victim over random ports; then nobody says anything. */
    private void floodPorts(double seconds) {
        script.every(3000, () -> script.send(Packet.udp(3, ATTACKER, port(), VICTIM, port())));
        script.runSeconds(seconds);
        script.silence();
    }
}
