package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.v4;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.net.IpAddress;
import org.junit.jupiter.api.Test;

/** Who takes part in a flood of web requests, and who only uses the site. */
class WebFloodTest {
    private final TelemetryScript script = new TelemetryScript();
    private final BenignHosts hosts = new BenignHosts(script);

    /** Connections that live, by so many clients behind port 3. */
    private void connections(double perSecond, int clients) {
        int[] opened = {20_000};
        script.every(3 * perSecond, () -> {
            boolean fresh = script.random.nextInt(3) == 0;
            int port =
                    fresh ? ++opened[0] % 40_000 + 10_000 : (opened[0] - script.random.nextInt(20)) % 40_000 + 10_000;
            IpAddress client = IpAddress.v4(0xc633_0000 + port % clients);
            script.send(Packet.tcp(3, client, port, v4(4), 80, fresh ? Packet.SYN : Packet.ACK)
                    .times(1, fresh ? 74 : 300));
            script.send(Packet.tcp(4, v4(4), 80, client, port, fresh ? Packet.SYN_ACK : Packet.ACK)
                    .times(1, fresh ? 74 : 1400));
        });
    }

    @Test
    void shouldNotNameClientsWhoMakeWhatIsUsualHere() {
        script.every(25, () -> hosts.shortConnection(1, 4, false));
        script.every(25, () -> hosts.shortConnection(2, 4, false));
        script.runSeconds(30);
        assertThat(script.told).isEmpty();
        connections(1500, 2);

        script.runSeconds(10);

        assertThat(script.told).extracting(Detection::type).containsOnly(AttackType.HTTP_FLOOD);
        assertThat(script.last().evidence().ingress())
                .extracting(at -> at.inPort())
                .containsExactly(3);
        assertThat(script.last().evidence().sources())
                .extracting(source -> source.ip())
                .doesNotContain(v4(1), v4(2));
    }

    @Test
    void shouldNameAFloodOfManyClientsWithFewConnectionsEach() {
        script.every(20, () -> hosts.shortConnection(1, 4, false));
        script.runSeconds(5);
        connections(1500, 150);

        assertThat(script.runUntilTold(20)).isLessThan(10);

        assertThat(script.last().type()).isEqualTo(AttackType.HTTP_FLOOD);
        assertThat(script.last().evidence().target()).isEqualTo(v4(4));
        assertThat(script.last().evidence().spoofed()).isFalse();
    }

    @Test
    void shouldNotCallAsManyConnectionsOfACrowdAFlood() {
        script.every(20, () -> hosts.shortConnection(1, 4, false));
        script.runSeconds(5);
        connections(1500, 20_000);

        script.runSeconds(20);

        assertThat(script.told).isEmpty();
    }
}
