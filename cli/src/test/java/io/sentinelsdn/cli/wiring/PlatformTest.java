package io.sentinelsdn.cli.wiring;

import static io.sentinelsdn.cli.wiring.TestPlatform.await;
import static io.sentinelsdn.cli.wiring.TestPlatform.pings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.traffic.Attack;
import io.sentinelsdn.simulator.traffic.AttackKind;
import io.sentinelsdn.simulator.traffic.AttackPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path once, in one process: emulated switches over TCP, real store, real API. */
class PlatformTest {
    @TempDir
    private Path dataDir;

    private Platform start() throws IOException {
        Settings settings = TestPlatform.settings(dataDir);
        settings.put(Settings.Key.RELEASE_AFTER, "3s", "test");
        return TestPlatform.start(settings);
    }

    @Test
    void shouldBringRulesBackAfterARestart() throws Exception {
        try (EmulatedNetwork network = EmulatedNetwork.single(2).build()) {
            EmulatedHost blocked = network.host(1);
            EmulatedHost other = network.host(2);
            try (Platform first = start()) {
                network.connect("127.0.0.1", first.openFlowPort());
                await("hosts reach each other", () -> pings(blocked, other));
                MitigationRule rule = first.mitigation()
                        .block(Prefix.host(blocked.ip4()), Duration.ofMinutes(5), "test")
                        .get(10, TimeUnit.SECONDS);
                assertThat(rule.state().status()).isEqualTo(RuleState.Status.INSTALLED);
                assertThat(pings(blocked, other)).isFalse();
            }
            assertThat(pings(blocked, other)).as("without a controller").isFalse();
            try (Platform second = start()) {
                network.connect("127.0.0.1", second.openFlowPort());
                await(
                        "the rule is confirmed again",
                        () -> second.mitigation().rules().stream()
                                .anyMatch(rule -> rule.state().status() == RuleState.Status.INSTALLED));
                assertThat(pings(blocked, other)).isFalse();

                String id = second.mitigation().rules().get(0).rule().id();
                assertThat(second.mitigation().remove(id).get(10, TimeUnit.SECONDS))
                        .isTrue();

                await("hosts reach each other again", () -> pings(blocked, other));
            }
        }
    }

    @Test
    void shouldDetectExplainStopAndReleaseASpoofedFlood() throws Exception {
        try (Platform platform = start();
                EmulatedNetwork network = EmulatedNetwork.single(4).build()) {
            network.connect("127.0.0.1", platform.openFlowPort());
            EmulatedHost victim = network.host(1);
            EmulatedHost attacker = network.host(4);
            EmulatedHost good = network.host(2);
            victim.serveTcp(80, 500);
            await("hosts reach each other", () -> pings(attacker, victim) && pings(good, victim));

            Attack attack = new Attack(
                    network, AttackPlan.of(AttackKind.SPOOFED_SYN_FLOOD, 4, 1, 3_000, Duration.ofSeconds(10)), 7);
            attack.start();
            await(
                    "the attack is mitigated",
                    () -> platform.traffic().activeDetections().stream()
                            .anyMatch(detection -> detection.status() == DetectionStatus.MITIGATED));

            Detection detection = platform.traffic().activeDetections().get(0);
            assertThat(detection.type()).isEqualTo(AttackType.SYN_FLOOD);
            assertThat(detection.evidence().target()).isEqualTo(victim.ip4());
            assertThat(detection.evidence().spoofed()).isTrue();
            assertThat(detection.explanation().sentence()).contains(victim.ip4().toString());
            assertThat(platform.mitigation().rules())
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(8)
                    .allSatisfy(rule -> assertThat(rule.rule().match().src()).isNull());
            assertThat(pings(good, victim)).as("others still reach the victim").isTrue();

            await(
                    "it is over and its rules are gone",
                    () -> platform.traffic().activeDetections().isEmpty()
                            && platform.mitigation().rules().isEmpty());
            await(
                    "history tells the end",
                    () -> platform.history()
                                    .detections(HistoryStore.Query.newest(1))
                                    .items()
                                    .get(0)
                                    .status()
                            == DetectionStatus.ENDED);
        }
    }
}
