package io.sentinelsdn.controller.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.openflow.SessionHandler.PortCounters;
import io.sentinelsdn.controller.openflow.SwitchFeatures;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortTableTest {
    private final PortTable table = new PortTable();

    private void count(int port, long packets) {
        PortCounters counters = new PortCounters();
        counters.port = port;
        counters.rxPackets = packets;
        table.update(counters, 1);
    }

    private long packets(int port) {
        List<SwitchFeatures.Port> ports = List.of(new SwitchFeatures.Port(port, "p", 1, true));
        return table.views(ports, number -> true).get(0).rxPackets();
    }

    @Test
    void shouldKeepCountingWhatItKnowsWhenASwitchInventsPorts() {
        for (int port = 1; port <= 100_000; port++) {
            count(port, 1);
        }

        count(1, 5);
        count(100_000, 5);

        assertThat(packets(1)).isEqualTo(5);
        assertThat(packets(100_000)).as("not kept").isZero();
    }
}
