package io.sentinelsdn.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final long SECOND = FlowTable.SECOND;

    private final FlowTable table = new FlowTable(1024, KeyedHash.random());
    private final FlowSample sample = new FlowSample();

    private void flow(int src, int dst, double atSeconds, double ageSeconds, long packets) {
        sample.clear();
        sample.protocol = IpProto.UDP;
        sample.srcLo = IpAddress.v4Lo(src);
        sample.dstLo = IpAddress.v4Lo(dst);
        sample.srcPort = 1000 + src;
        sample.dstPort = 1000 + dst;
        sample.timeNs = (long) (atSeconds * SECOND);
        sample.durationNs = (long) (ageSeconds * SECOND);
        sample.packets = packets;
        sample.bytes = packets == -1 ? -1 : packets * 100;
        table.update(sample);
    }

    private double pps(double atSeconds) {
        return table.livePps(0, (long) (atSeconds * SECOND));
    }

    @Test
    void shouldFormRatesByEventTime() {
        flow(1, 2, 10.0, 0.5, 50);
        assertThat(pps(10)).isEqualTo(50);
        flow(1, 2, 11.0, 1.5, 250);
        assertThat(pps(11)).isEqualTo(200);
        flow(1, 2, 13.0, 3.5, 650);
        assertThat(pps(13)).isEqualTo(200);
        assertThat(table.packets(0)).isEqualTo(650);
        assertThat(table.bps(0)).isEqualTo(200 * 100 * 8);
    }

    @Test
    void shouldSmoothFastPollsOverHalfSecondRefresh() {
        long packets = 0;
        for (int quarter = 0; quarter <= 40; quarter++) {
            packets += quarter % 2 == 0 ? 250 : 0;
            flow(1, 2, 100 + quarter * 0.25, 0.1 + quarter * 0.25, packets);
            if (quarter > 6) {
                assertThat(pps(100 + quarter * 0.25)).isBetween(495.0, 505.0);
            }
        }
    }

    @Test
    void shouldRecogniseRecreatedEntry() {
        flow(1, 2, 10, 0.5, 1000);
        flow(1, 2, 11, 1.5, 2000);
        flow(1, 2, 12, 0.4, 30);
        assertThat(table.packets(0)).isEqualTo(2030);
        assertThat(pps(12)).isEqualTo(30);
        flow(1, 2, 13, 0.2, 40);
        assertThat(table.packets(0)).as("more packets than before, but younger").isEqualTo(2070);
    }

    @Test
    void shouldIgnoreCountersOfAllOnes() {
        flow(1, 2, 10, 0.5, 1000);
        flow(1, 2, 11, 1.5, -1);
        flow(1, 2, 12, 2.5, 1200);

        assertThat(table.packets(0)).isEqualTo(1200);
        assertThat(pps(12)).isCloseTo(100, within(0.1));
    }

    @Test
    void shouldTakeFinalCountsAndForget() {
        flow(1, 2, 10, 0.5, 100);
        sample.kind = FlowSample.Kind.FLOW_END;
        sample.timeNs = 11 * SECOND;
        sample.durationNs = 3 * SECOND / 2;
        sample.packets = 400;
        table.update(sample);
        assertThat(table.packets(0)).isEqualTo(400);
        assertThat(pps(11)).isEqualTo(300);
        assertThat(pps(11.5)).as("fades out").isEqualTo(150);
        assertThat(pps(12.5)).isZero();

        table.expire(14 * SECOND);
        assertThat(table.size()).isZero();
    }

    @Test
    void shouldLinkReverseFlow() {
        flow(1, 2, 10, 0.5, 100);
        flow(3, 4, 10, 0.5, 100);
        flow(2, 1, 10, 0.5, 90);

        assertThat(table.packets(table.reverse(0))).isEqualTo(90);
        assertThat(table.reverse(1)).isEqualTo(-1);
    }

    @Test
    void shouldStayBoundedUnderNewFlowsAndKeepTheBusyOne() {
        flow(1, 2, 10, 0.5, 100_000);
        for (int i = 0; i < 10_000; i++) {
            flow(10 + i, 2, 10 + i / 1e4, 0, 1);
        }

        assertThat(table.size()).isEqualTo(1024);
        assertThat(table.takeEvicted()).isEqualTo(10_001 - 1024);
        assertThat(pps(11)).isEqualTo(100_000);
    }

    @Test
    void shouldFallToZeroWhenPollsStop() {
        flow(1, 2, 10, 0.5, 100);
        flow(1, 2, 11, 1.5, 300);
        assertThat(pps(12.9)).isEqualTo(200);
        assertThat(pps(13.1)).isZero();
    }
}
