package io.sentinelsdn.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.window.CellTable;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final long SECOND = FlowTable.SECOND;

    private final KeyedHash hash = KeyedHash.random();
    private final FlowSample sample = new FlowSample();
    private final long[] words = new long[SampleWords.LENGTH];
    private FlowTable table = new FlowTable(1024, hash);
    private FlowTable.Reader reader = table.new Reader();

    private void makeTable(int capacity) {
        table = new FlowTable(capacity, hash);
        reader = table.new Reader();
    }

    private void update() {
        SampleWords.write(sample, Router.hash(hash, sample), words, 0);
        reader.read(words, 0);
    }

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
        update();
    }

    private double pps(double atSeconds) {
        return table.rows().livePps(0, (long) (atSeconds * SECOND));
    }

    @Test
    void shouldFormRatesByEventTime() {
        flow(1, 2, 10.0, 0.5, 50);
        assertThat(pps(10)).isEqualTo(50);
        flow(1, 2, 11.0, 1.5, 250);
        assertThat(pps(11)).isEqualTo(200);
        flow(1, 2, 13.0, 3.5, 650);
        assertThat(pps(13)).isEqualTo(200);
        assertThat(table.rows().packets(0)).isEqualTo(650);
        assertThat(table.rows().bps(0)).isEqualTo(200 * 100 * 8);
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
        assertThat(table.rows().packets(0)).isEqualTo(2030);
        assertThat(pps(12)).isEqualTo(30);
        flow(1, 2, 13, 0.2, 40);
        assertThat(table.rows().packets(0))
                .as("more packets than before, but younger")
                .isEqualTo(2070);
    }

    @Test
    void shouldIgnoreCountersOfAllOnes() {
        flow(1, 2, 10, 0.5, 1000);
        flow(1, 2, 11, 1.5, -1);
        flow(1, 2, 12, 2.5, 1200);

        assertThat(table.rows().packets(0)).isEqualTo(1200);
        assertThat(pps(12)).isCloseTo(100, within(0.1));
    }

    @Test
    void shouldTakeFinalCountsAndForget() {
        flow(1, 2, 10, 0.5, 100);
        sample.kind = FlowSample.Kind.FLOW_END;
        sample.timeNs = 11 * SECOND;
        sample.durationNs = 3 * SECOND / 2;
        sample.packets = 400;
        update();
        assertThat(table.rows().packets(0)).isEqualTo(400);
        assertThat(pps(11)).isEqualTo(300);
        assertThat(pps(11.5)).as("fades out").isEqualTo(150);
        assertThat(pps(12.5)).isZero();

        table.expire(14 * SECOND, 0, table.rows().highWater());
        assertThat(table.rows().size()).isZero();
    }

    @Test
    void shouldLinkReverseFlow() {
        flow(1, 2, 10, 0.5, 100);
        flow(3, 4, 10, 0.5, 100);
        flow(2, 1, 10, 0.5, 90);

        assertThat(table.rows().packets(table.reverse(0))).isEqualTo(90);
        assertThat(table.reverse(1)).isEqualTo(-1);
    }

    @Test
    void shouldStayBoundedUnderNewFlowsAndKeepTheBusyOne() {
        flow(1, 2, 10, 0.5, 100_000);
        for (int i = 0; i < 10_000; i++) {
            flow(10 + i, 2, 10 + i / 1e4, 0, 1);
        }

        assertThat(table.rows().size()).isEqualTo(1024);
        assertThat(table.strays().takeRefused()).isEqualTo(10_001 - 1024);
        assertThat(table.takeEvicted()).isZero();
        assertThat(pps(11)).isEqualTo(100_000);
    }

    @Test
    void shouldGiveThePlaceOfASinglePacketToAFlowOfMore() {
        for (int i = 0; i < 1024; i++) {
            flow(10 + i, 2, 10, 0.1, 1);
        }
        flow(5000, 3, 10, 0.5, 400);

        assertThat(table.rows().size()).isEqualTo(1024);
        assertThat(table.takeEvicted()).isEqualTo(1);
        flow(5000, 3, 11, 1.5, 800);
        assertThat(table.takeEvicted()).as("it is there").isZero();
    }

    @Test
    void shouldKnowWhatADestinationReceivesInSinglePacketsThatFindNoPlace() {
        for (int i = 0; i < 1024; i++) {
            flow(10 + i, 2, 10, 0.1, 1);
        }
        table.strays().lastSecond(10 * SECOND);
        for (int i = 0; i < 500; i++) {
            flow(5000 + i, 3, 10.5, 0.1, 1);
        }
        for (int i = 0; i < 500; i++) {
            flow(5000 + i, 3, 10.9, 2, 1);
        }

        CellTable cells = table.strays().lastSecond(11 * SECOND);
        assertThat(cells.size()).isEqualTo(1);
        assertThat(cells.at(0).dstLo).isEqualTo(IpAddress.v4Lo(3));
        assertThat(cells.at(0).oneWayUdpPps)
                .as("each once, the first was the first there")
                .isEqualTo(499);
        assertThat(table.strays().lastSecond(13 * SECOND).size()).isZero();
    }

    @Test
    void shouldFallToZeroWhenPollsStop() {
        flow(1, 2, 10, 0.5, 100);
        flow(1, 2, 11, 1.5, 300);
        assertThat(pps(12.9)).isEqualTo(200);
        assertThat(pps(13.1)).isZero();
    }

    @Test
    void shouldFindRowsByTheOrderOfTheLastPoll() {
        for (int poll = 0; poll < 3; poll++) {
            for (int i = 0; i < 500; i++) {
                flow(10 + i, 2, 10.0 + poll, 0.5 + poll, 100L + i + 10L * poll);
            }
            long searched = table.searched();
            assertThat(searched).as("new ones, then where the first poll ended").isEqualTo(poll == 0 ? 500 : 501);
        }
        for (int row = 0; row < 500; row++) {
            assertThat(table.rows().packets(row)).isEqualTo(120 + row);
        }
    }

    @Test
    void shouldFindRowsInAnyOrder() {
        Random random = new Random(3);
        Map<Integer, Long> expected = new HashMap<>();
        long[] last = new long[300];
        for (int i = 1; i < 20_000; i++) {
            int src = random.nextInt(300);
            expected.merge(src, (long) i - last[src], Long::sum);
            last[src] = i;
            flow(src, 2, 10 + i / 1e5, 5 + i / 1e5, i);
        }
        assertThat(table.rows().size()).isEqualTo(300);
        for (int row = 0; row < 300; row++) {
            assertThat(table.rows().packets(row))
                    .isEqualTo(expected.get(table.rows().srcPort(row) - 1000));
        }
    }

    @Test
    void shouldForgetAndTakeRowsAgain() {
        for (int round = 0; round < 20; round++) {
            double at = 100.0 * round;
            for (int i = 0; i < 700; i++) {
                flow(1 + i + 37 * round, 2, at, 0.5, 10);
            }
            assertThat(table.rows().size()).isEqualTo(700);
            assertThat(table.reverse(0)).isEqualTo(-1);
            table.expire((long) ((at + 31) * SECOND), 0, table.rows().highWater());
            assertThat(table.rows().size()).isZero();
        }
        assertThat(table.rows().highWater()).isEqualTo(700);
        assertThat(table.takeEvicted()).isZero();
    }

    @Test
    void shouldGrowWithItsFlows() {
        makeTable(1 << 20);
        assertThat(table.memoryBytes()).isLessThan(16_384);
        flow(1, 2, 10, 0.5, 100);
        assertThat(table.memoryBytes()).isLessThan(1 << 20);

        int flows = 100_000;
        for (int poll = 0; poll < 2; poll++) {
            for (int i = 0; i < flows; i++) {
                flow(1000 + i, 3, 10.0 + poll, 0.5 + poll, 100L + i + poll);
            }
        }

        assertThat(table.rows().size()).isEqualTo(flows + 1);
        assertThat(table.memoryBytes() / flows).isLessThan(250);
        assertThat(table.rows().packets(flows)).isEqualTo(100L + flows);
        assertThat(table.searched()).isEqualTo(flows + 2);
    }

    @Test
    void shouldTellSwitchesAndUnknownPortsApart() {
        for (int port = 0; port < 2; port++) {
            for (int dpid = 1; dpid <= 300; dpid++) {
                flowFrom(dpid, port, 1, 2, 10L * dpid + port);
                flowFrom(dpid, port, 2, 1, 5);
            }
        }

        assertThat(table.rows().size()).isEqualTo(1024);
        assertThat(table.takeEvicted()).isEqualTo(1200 - 1024);
    }

    @Test
    void shouldLinkReverseFlowOfAnotherSwitchWithoutPort() {
        flowFrom(7, 0, 1, 2, 100);
        flowFrom(8, 3, 2, 1, 90);

        assertThat(table.rows().inPort(0)).isZero();
        assertThat(table.reverse(0)).isEqualTo(1);
        assertThat(table.reverse(1)).isEqualTo(0);
    }

    private void flowFrom(long dpid, int inPort, int src, int dst, long packets) {
        sample.clear();
        sample.dpid = dpid;
        sample.inPort = inPort;
        sample.protocol = IpProto.UDP;
        sample.srcLo = IpAddress.v4Lo(src);
        sample.dstLo = IpAddress.v4Lo(dst);
        sample.srcPort = 1000 + src;
        sample.dstPort = 1000 + dst;
        sample.timeNs = 10 * SECOND;
        sample.durationNs = SECOND;
        sample.packets = packets;
        sample.bytes = packets * 100;
        update();
    }
}
