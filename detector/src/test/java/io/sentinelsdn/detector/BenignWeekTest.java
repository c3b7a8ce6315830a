package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.SECOND;
import static io.sentinelsdn.detector.TelemetryScript.v4;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A week in a few minutes: each day has its hours of load, a backup, speed tests, many users behind one address, a
 * reboot of everything, and on two days a flash crowd. Hosts 1 and 2 are clients and routers, 3 and 4 are protected.
 */
class BenignWeekTest {
    private static final int DAYS = 7;
    private static final long HOUR = 3600 * SECOND;

    private TelemetryScript script;
    private BenignHosts hosts;

    private void quietly(long durationNs) {
        script.silence();
        script.runSeconds(2);
        script.skip(durationNs);
        script.runSeconds(2);
    }

    /** Two hundred people behind one address. */
    private void office() {
        script.every(100, () -> hosts.shortConnection(1, 4, false));
        script.every(80, () -> hosts.dnsQuery(1, 3));
        script.every(5, () -> hosts.download(1, 4));
        script.runSeconds(12);
    }

    private void backup() {
        hosts.bulkTcp(3, 4, 40_000);
        hosts.bulkTcp(4, 3, 10_000);
        script.every(20, () -> hosts.shortConnection(2, 4, false));
        script.runSeconds(8);
    }

    private void speedTests() {
        script.send(Packet.tcp(1, v4(1), 40_000, v4(3), 5201, Packet.SYN));
        script.send(Packet.tcp(3, v4(3), 5201, v4(1), 40_000, Packet.SYN_ACK));
        script.send(Packet.tcp(1, v4(1), 40_000, v4(3), 5201, Packet.ACK));
        script.send(Packet.tcp(3, v4(3), 5201, v4(1), 40_000, Packet.ACK));
        script.runSeconds(0.3);
        script.every(
                3000, () -> script.send(Packet.udp(1, v4(1), 5001, v4(3), 5201).times(1, 1470)));
        hosts.bulkUdp(2, 4, 3000, 200);
        script.runSeconds(8);
    }

    /** Everybody wants the same page: many clients, few connections each. */
    private void flashCrowd() {
        int[] port = {10_000};
        script.every(1600, () -> {
            boolean fresh = script.random.nextInt(5) == 0;
            int from = fresh ? ++port[0] : port[0] - script.random.nextInt(100);
            IpAddress client = IpAddress.v4(0xc633_0000 + from % 3000);
            script.send(Packet.tcp(2, client, from, v4(4), 443, fresh ? Packet.SYN : Packet.ACK)
                    .times(1, fresh ? 74 : 300));
            script.send(Packet.tcp(4, v4(4), 443, client, from, fresh ? Packet.SYN_ACK : Packet.ACK)
                    .times(1, fresh ? 74 : 1400));
        });
        script.runSeconds(12);
    }

    private void rebootOfEverything() {
        for (int i = 0; i < 100; i++) {
            hosts.dnsQuery(1, 3);
            hosts.dnsQuery(2, 3);
            hosts.shortConnection(1, 4, true);
            hosts.pingSweep(1);
            script.send(Packet.udp(1, v4(1), 68, IpAddress.parse("255.255.255.255"), 67));
            script.runFor(SECOND / 100);
        }
        script.every(100, () -> hosts.shortConnection(2, 4, false));
        script.every(200, () -> hosts.dnsQuery(2, 3));
        script.every(40, () -> hosts.pingSweep(2));
        script.runSeconds(6);
    }

    @Test
    void shouldAlarmAtMostOnceForEachProtectedHostInAWeek() {
        assertCalmWeek(new TelemetryScript());
    }

    @Test
    @Tag("native")
    void shouldAlarmAtMostOnceWhenModelsHaveAWordToo() {
        FlowModel hybrid = LiveModels.hybrid();
        FlowModel graph = LiveModels.graph();

        assertCalmWeek(new TelemetryScript(() -> hybrid, () -> graph));
    }

    private void assertCalmWeek(TelemetryScript week) {
        script = week;
        hosts = new BenignHosts(week);
        for (int day = 0; day < DAYS; day++) {
            office();
            quietly(4 * HOUR);
            if (day % 3 == 1) {
                flashCrowd();
            }
            quietly(4 * HOUR);
            speedTests();
            quietly(8 * HOUR);
            backup();
            quietly(4 * HOUR);
            rebootOfEverything();
            quietly(4 * HOUR);
        }

        Map<String, Long> alarms = script.told.stream()
                .collect(Collectors.groupingBy(
                        detection -> detection.evidence().target() + " " + detection.type(),
                        Collectors.mapping(Detection::id, Collectors.collectingAndThen(Collectors.toSet(), ids ->
                                (long) ids.size()))));
        assertThat(alarms)
                .as(script.told.stream()
                        .map(d -> d.startedAt() + " " + d.explanation().sentence())
                        .distinct()
                        .toList()
                        .toString())
                .isEmpty();
    }
}
