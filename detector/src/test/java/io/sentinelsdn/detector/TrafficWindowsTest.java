package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.v4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficFeatures.Scope;
import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.net.IpAddress;
import org.junit.jupiter.api.Test;

class TrafficWindowsTest {
    private final TelemetryScript script = new TelemetryScript();

    private TrafficFeatures window(Scope scope, String key, int seconds) {
        return script.detector.features().stream()
                .filter(each -> each.scope() == scope && each.key().equals(key) && each.windowSeconds() == seconds)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldTellWhatADestinationReceivesInEachWindow() {
        BenignHosts hosts = new BenignHosts(script);
        hosts.bulkTcp(1, 4, 2000);
        script.every(400, () -> script.send(Packet.udp(2, v4(2), 5000, v4(4), 5000)));
        script.every(400, () -> script.send(Packet.udp(4, v4(4), 5000, v4(2), 5000)));

        script.runSeconds(30);

        for (int seconds : new int[] {1, 10, 60}) {
            TrafficFeatures features = window(Scope.DESTINATION, "10.0.0.4", seconds);
            assertThat(features.pps()).isCloseTo(2400, within(400.0));
            assertThat(features.protocolShares().get("tcp")).isCloseTo(0.83, within(0.05));
            assertThat(features.distinctSources()).isEqualTo(2);
            assertThat(features.sourceEntropy()).isBetween(0.05, 0.3);
            assertThat(features.topTalkers().get(0).ip()).isEqualTo("10.0.0.1");
        }
        assertThat(window(Scope.SOURCE, "10.0.0.1", 10).topTalkers().get(0).ip())
                .isEqualTo("10.0.0.4");
        assertThat(window(Scope.PORT, "0000000000000001/1", 10).bps()).isGreaterThan(1e7);
        assertThat(window(Scope.PREFIX, "10.0.0.0/24", 10).pps()).isGreaterThan(2400);
    }

    @Test
    void shouldForgetInOneSecondWhatItRemembersForAMinute() {
        script.every(100, () -> script.send(Packet.echo(1, v4(1), v4(4))));
        script.runSeconds(20);
        script.silence();
        script.every(10, () -> script.send(Packet.echo(1, v4(1), v4(4))));
        script.runSeconds(15);

        assertThat(window(Scope.DESTINATION, "10.0.0.4", 1).pps()).isCloseTo(10, within(3.0));
        assertThat(window(Scope.DESTINATION, "10.0.0.4", 10).pps()).isCloseTo(10, within(6.0));
        assertThat(window(Scope.DESTINATION, "10.0.0.4", 60).pps()).isBetween(40.0, 80.0);
    }

    @Test
    void shouldCountForgedSourcesAndTheirEntropy() {
        script.every(
                2000,
                () -> script.send(
                        Packet.udp(3, IpAddress.v4(0xc633_0000 + script.random.nextInt(60_000)), 4000, v4(4), 53)));
        script.runSeconds(12);

        TrafficFeatures features = window(Scope.DESTINATION, "10.0.0.4", 10);
        assertThat(features.distinctSources()).isGreaterThan(500);
        assertThat(features.sourceEntropy()).isGreaterThan(0.9);
        assertThat(features.dstPortEntropy()).isLessThan(0.05);
        assertThat(features.oneWayShare()).isGreaterThan(0.8);
        assertThat(script.detector.senders()).extracting(Talker::ip).isNotEmpty();
    }
}
