package io.sentinelsdn.controller.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MonitorLevelsTest {
    private final Monitor monitor =
            new Monitor(MonitorConfig.defaults(), new Counters(), port -> port, transaction -> {}, unsentTask -> {});
    private long nowNs;

    /** That many hosts send a UDP packet each, sampled at this port. */
    private void flows(int port, int hosts) {
        for (int i = 1; i <= hosts; i++) {
            PacketIn packet = new PacketIn();
            IpAddress src = IpAddress.parse("10.1.0." + i);
            IpAddress dst = IpAddress.parse("10.2.0.1");
            packet.inPort = port;
            packet.isIp = true;
            packet.srcHi = src.hi();
            packet.srcLo = src.lo();
            packet.dstHi = dst.hi();
            packet.dstLo = dst.lo();
            packet.protocol = IpProto.UDP;
            packet.srcPort = 5_000;
            packet.dstPort = 53;
            monitor.punted(packet, nowNs);
        }
    }

    private void pass(int seconds, long entries) {
        for (int i = 0; i < seconds; i++) {
            nowNs += TimeUnit.SECONDS.toNanos(1);
            monitor.second(entries, nowNs);
        }
    }

    @Test
    void shouldBecomeCoarseAtOnceWhenATableIsFullAndFineAgainWhenCalm() {
        pass(1, 30);
        flows(1, 20);
        flows(2, 3);
        assertThat(monitor.coarsePorts()).isEmpty();

        monitor.tableFull(nowNs);

        assertThat(monitor.tableLevel()).isEqualTo(2);
        assertThat(monitor.coarsePorts()).as("port 2 has few entries").containsExactly(1);
        assertThat(monitor.concern())
                .hasValueSatisfying(text -> assertThat(text).startsWith("table full"));

        pass(9, 30);
        assertThat(monitor.coarsePorts()).containsExactly(1);
        pass(30, 30);
        assertThat(monitor.tableLevel()).isZero();
        assertThat(monitor.coarsePorts()).isEmpty();
        assertThat(monitor.concern()).isEmpty();
    }

    @Test
    void shouldAskForNoCountingEntryWhenTheBudgetIsNearlyUsedUp() {
        pass(1, 9_495);
        monitor.edgePorts(1);

        flows(1, 50);

        assertThat(monitor.fineEntries()).isEqualTo(5);
    }

    @Test
    void shouldHalveTheShareOfAPortWhenTablesFillUp() {
        monitor.edgePorts(100);
        flows(1, 60);
        assertThat(monitor.coarsePorts()).isEmpty();

        pass(1, 7_500);
        flows(1, 61);

        assertThat(monitor.coarsePorts()).containsExactly(1);
    }
}
