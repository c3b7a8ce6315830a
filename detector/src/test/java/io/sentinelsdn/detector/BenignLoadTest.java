package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.MS;
import static io.sentinelsdn.detector.TelemetryScript.v6;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Busy and harmless traffic raises no detection. */
class BenignLoadTest {
    private static final int TEN_MINUTES = 600;

    @ParameterizedTest
    @CsvSource({"true, 500, 370", "true, 2000, 10", "true, 50, 620", "false, 500, 870", "false, 50, 130"})
    void shouldStayCalmUnderTwoHundredConnectionsPerSecond(boolean seesSyns, int budget, long phaseMs) {
        TelemetryScript script = new TelemetryScript(seesSyns, budget, phaseMs * MS);
        BenignHosts hosts = new BenignHosts(script);
        script.every(150, () -> hosts.shortConnection(1, 4, false));
        script.every(50, () -> hosts.shortConnection(2, 4, false));

        script.runSeconds(30);

        assertThat(script.told).isEmpty();
        assertThat(script.detector.traffic().pps()).isPositive();
    }

    @Test
    void shouldStayCalmWhenConnectionsComeInBursts() {
        TelemetryScript script = new TelemetryScript();
        BenignHosts hosts = new BenignHosts(script);
        script.every(1, () -> {
            for (int i = 0; i < 200; i++) {
                hosts.shortConnection(1, 4, true);
            }
        });

        script.runSeconds(30);

        assertThat(script.told).isEmpty();
    }

    @Test
    void shouldStayCalmForTenMinutesOfMixedLoad() {
        TelemetryScript script = new TelemetryScript();
        BenignHosts hosts = new BenignHosts(script);
        hosts.bulkTcp(1, 2, 30_000);
        hosts.bulkTcp(2, 1, 30_000);
        script.every(5, () -> hosts.download(3, 4));
        script.every(200, () -> hosts.shortConnection(1, 4, false));
        script.every(100, () -> hosts.dnsQuery(3, 2));
        script.every(30, () -> hosts.pingSweep(1));
        script.every(1, () -> script.send(Packet.echo(1, v6(1), v6(2))));

        script.runSeconds(TEN_MINUTES);

        assertThat(script.told).isEmpty();
        assertThat(script.detector.flows()).isNotEmpty();
        assertThat(script.detector.traffic().ppsByProtocol().get("tcp")).isGreaterThan(30_000);
    }

    @ParameterizedTest
    @CsvSource({"500, 370", "40, 10", "2000, 870"})
    void shouldStayCalmUnderBusyNameServer(int budget, long phaseMs) {
        TelemetryScript script = new TelemetryScript(true, budget, phaseMs * MS);
        BenignHosts hosts = new BenignHosts(script);
        script.every(400, () -> hosts.dnsQuery(1, 4));
        script.every(400, () -> hosts.dnsQuery(2, 4));
        script.every(400, () -> hosts.dnsQuery(3, 4));

        script.runSeconds(30);

        assertThat(script.told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500, 370", "40, 10", "2000, 870"})
    void shouldStayCalmUnderNameServerWithManyClients(int budget, long phaseMs) {
        TelemetryScript script = new TelemetryScript(true, budget, phaseMs * MS);
        BenignHosts hosts = new BenignHosts(script);
        script.every(1000, () -> hosts.dnsQueryFromOutside(1, 4));

        script.runSeconds(30);

        assertThat(script.told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"370", "10", "870"})
    void shouldStayCalmWhenManyTwoWayUdpStreamsStart(long phaseMs) {
        TelemetryScript script = new TelemetryScript(true, 500, phaseMs * MS);
        BenignHosts hosts = new BenignHosts(script);
        script.runSeconds(2);
        hosts.bulkUdp(1, 4, 3000, 300);
        hosts.bulkUdp(4, 2, 8000, 800);
        hosts.bulkUdp(2, 3, 600, 600);

        script.runSeconds(30);

        assertThat(script.told).isEmpty();
    }

    @Test
    void shouldNotCountTwiceWhenAPortBecomesCoarse() {
        TelemetryScript script = new TelemetryScript(true, 20, 370 * MS);
        BenignHosts hosts = new BenignHosts(script);
        for (int stream = 0; stream < 3; stream++) {
            int port = 6000 + stream;
            script.every(
                    65, () -> script.send(Packet.udp(1, TelemetryScript.v4(1), port, TelemetryScript.v4(4), port)));
        }
        script.runSeconds(5);
        script.every(50, () -> hosts.dnsQuery(1, 4));

        script.runSeconds(30);

        assertThat(script.told).isEmpty();
    }
}
