package io.sentinelsdn.cli.wiring;

import static io.sentinelsdn.cli.wiring.TestPlatform.await;
import static io.sentinelsdn.cli.wiring.TestPlatform.pings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import io.sentinelsdn.simulator.traffic.Attack;
import io.sentinelsdn.simulator.traffic.AttackKind;
import io.sentinelsdn.simulator.traffic.AttackPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detection and mitigation go on whatever happens to the store, and people are told. */
class StoreTroubleTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path dataDir;

    private String alerts(Platform platform) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "http://127.0.0.1:" + platform.apiPort() + "/api/alerts?alert_type=Store_Failure"))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static void shouldMitigate(Platform platform) {
        try (EmulatedNetwork network = EmulatedNetwork.single(3).build()) {
            network.connect("127.0.0.1", platform.openFlowPort());
            EmulatedHost victim = network.host(1);
            victim.serveTcp(80, 500);
            await("hosts reach each other", () -> pings(network.host(3), victim));
            new Attack(network, AttackPlan.of(AttackKind.SYN_FLOOD, 3, 1, 3_000, Duration.ofSeconds(20)), 7).start();
            await(
                    "the attack is mitigated",
                    () -> platform.traffic().activeDetections().stream()
                            .anyMatch(detection -> detection.status() == DetectionStatus.MITIGATED));
            assertThat(platform.mitigation().rules()).isNotEmpty();
            assertThat(pings(network.host(2), victim)).isTrue();
        }
    }

    private static void damage(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] garbage = new byte[(int) channel.size()];
            java.util.Arrays.fill(garbage, (byte) 0xA5);
            channel.write(ByteBuffer.wrap(garbage), 0);
        }
    }

    @Test
    void shouldGoOnWhenTheDatabaseIsDamagedWhileItRuns() throws Exception {
        try (Platform platform = TestPlatform.start(TestPlatform.settings(dataDir))) {
            platform.history().flush();
            damage(dataDir.resolve("sentinel.db"));
            damage(dataDir.resolve("sentinel.db-wal"));

            shouldMitigate(platform);

            await("people are told", () -> alerts(platform).contains("\"Store_Failure\""));
        }
        assertThat(Files.size(dataDir.resolve("sentinel.db"))).isPositive();
    }

    @Test
    void shouldGoOnInAFolderThatCannotBeWritten() throws Exception {
        Path file = Files.createFile(dataDir.resolve("file"));
        Path folder = Files.createDirectory(dataDir.resolve("data"));
        Files.createDirectory(folder.resolve("sentinel.lock"));

        try (Platform platform = TestPlatform.start(TestPlatform.settings(folder))) {
            shouldMitigate(platform);
            await("people are told", () -> alerts(platform).contains("\"Store_Failure\""));
        }
        assertThat(file).exists();
    }
}
