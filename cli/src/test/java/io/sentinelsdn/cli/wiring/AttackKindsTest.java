package io.sentinelsdn.cli.wiring;

import static io.sentinelsdn.cli.wiring.TestPlatform.await;
import static io.sentinelsdn.cli.wiring.TestPlatform.pings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.Severity;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.traffic.Attack;
import io.sentinelsdn.simulator.traffic.AttackKind;
import io.sentinelsdn.simulator.traffic.AttackPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every kind of attack against the whole platform, nobody stopping it: each at a switch of its own and all at once, but for
 * the one that goes everywhere, which waits until only connections are still held open.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackKindsTest {
    private static final List<AttackKind> KINDS = List.of(AttackKind.values());
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> victims = new ArrayList<>();
    private List<Detection> told = List.of();

    @BeforeAll
    void attack(@TempDir Path dataDir) throws IOException {
        Settings settings = TestPlatform.settings(dataDir);
        settings.put(Settings.Key.RELEASE_AFTER, "5s", "test");
        settings.put(Settings.Key.MITIGATION_MODE, "propose", "test");
        try (Platform platform = TestPlatform.start(settings);
                EmulatedNetwork network =
                        EmulatedNetwork.linear(KINDS.size(), 2).build()) {
            network.connect("127.0.0.1", platform.openFlowPort());
            for (AttackKind kind : KINDS) {
                EmulatedHost victim = network.host(victim(kind));
                victims.add(victim.ip4().toString());
                victim.serveTcp(80, 500);
                await(kind + ": hosts reach each other", PATIENCE, () -> pings(network.host(victim(kind) + 1), victim));
            }
            Attack slowest = start(network, AttackKind.SLOWLORIS);
            List<Attack> together = new ArrayList<>();
            for (AttackKind kind : KINDS) {
                if (kind != AttackKind.TABLE_EXHAUSTION && kind != AttackKind.SLOWLORIS) {
                    together.add(start(network, kind));
                }
            }
            await("most are told and over", PATIENCE, () -> over(platform, together, KINDS.size() - 2));
            together.add(slowest);
            together.add(start(network, AttackKind.TABLE_EXHAUSTION));
            await("all are told and over", PATIENCE, () -> over(platform, together, KINDS.size()));
            told = platform.history()
                    .detections(HistoryStore.Query.newest(1000))
                    .items();
        }
    }

    /** Hosts come in pairs, one at each switch. */
    private static int victim(AttackKind kind) {
        return 1 + 2 * KINDS.indexOf(kind);
    }

    private static Attack start(EmulatedNetwork network, AttackKind kind) {
        int rate = switch (kind) {
            case PORT_SCAN -> 100;
            case HTTP_FLOOD -> 900;
            case SLOWLORIS -> 100;
            case ACK_FLOOD, UDP_FLOOD -> 3000;
            default -> 2000;
        };
        Duration duration = Duration.ofSeconds(kind == AttackKind.SLOWLORIS ? 34 : 9);
        return new Attack(network, AttackPlan.of(kind, victim(kind) + 1, victim(kind), rate, duration), 7).start();
    }

    private static boolean over(Platform platform, List<Attack> attacks, int number) {
        return attacks.stream().noneMatch(Attack::isRunning)
                && platform.traffic().activeDetections().stream()
                        .allMatch(detection -> detection.type() == AttackType.SLOWLORIS && number < KINDS.size())
                && platform.history()
                                .detections(HistoryStore.Query.newest(1000))
                                .total()
                        >= number;
    }

    private String victimOf(Detection detection) {
        return detection.evidence().target().toString();
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellOfItOnceByItsNameUntilItEnds(AttackKind kind) {
        boolean everywhere = kind == AttackKind.TABLE_EXHAUSTION;
        List<Detection> about = told.stream()
                .filter(detection -> everywhere
                        ? detection.type() == AttackType.TABLE_EXHAUSTION
                        : victimOf(detection).equals(victims.get(KINDS.indexOf(kind))))
                .toList();

        assertThat(about).as(told.toString()).hasSize(1);
        Detection detection = about.get(0);
        assertThat(detection.type()).isEqualTo(kind.detection());
        assertThat(detection.evidence().spoofed()).as("spoofed").isEqualTo(kind.spoofed());
        assertThat(detection.severity()).isGreaterThanOrEqualTo(least(kind));
        assertThat(detection.status()).isEqualTo(DetectionStatus.ENDED);
        assertThat(detection.endedAt()).isAfter(detection.startedAt());
    }

    /** By how far above its floor the rate is. */
    private static Severity least(AttackKind kind) {
        return switch (kind) {
            case SYN_FLOOD, SPOOFED_SYN_FLOOD, ICMP_FLOOD, UDP_FLOOD, DNS_AMPLIFICATION, NTP_AMPLIFICATION ->
                Severity.HIGH;
            default -> Severity.LOW;
        };
    }
}
