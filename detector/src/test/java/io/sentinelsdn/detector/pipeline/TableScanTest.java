package io.sentinelsdn.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.window.Cell;
import io.sentinelsdn.detector.window.FlowSummary;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.detector.window.Suspects;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.time.Instant;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class TableScanTest {
    private static final int FLOWS = TableScan.LARGE + 10_000;
    private static final long SECOND = FlowTable.SECOND;

    private final KeyedHash hash = KeyedHash.random();
    private final FlowTable table = new FlowTable(1 << 17, hash);
    private final FlowTable.Reader reader = table.new Reader();
    private final FlowSummary summary = new FlowSummary(ShardAgent.CELLS, hash);
    private final FlowSample sample = new FlowSample();
    private final long[] words = new long[SampleWords.LENGTH];
    private int pauses;

    private final TableScan scan = new TableScan(
            table,
            new FlowReporter(table, new RowScorer(() -> null)),
            new FlowViews(table, new RowScorer(() -> null), ns -> Instant.ofEpochSecond(0, ns)),
            hash,
            () -> pauses++);

    private void poll(int flows, long second, double pps) {
        for (int i = 0; i < flows; i++) {
            sample.clear();
            sample.protocol = IpProto.TCP;
            sample.srcLo = IpAddress.v4Lo(i);
            sample.dstLo = IpAddress.v4Lo(1_000_000 + i % 10);
            sample.srcPort = i & 0xffff;
            sample.timeNs = second * SECOND;
            sample.durationNs = second * SECOND;
            sample.packets = (long) (second * pps * (i % 1000));
            sample.bytes = 100 * sample.packets;
            SampleWords.write(sample, Router.hash(hash, sample), words, 0);
            reader.read(words, 0);
        }
    }

    private double pps(long step) {
        summary.clear();
        scan.step(step * SECOND / 4, step, Suspects.NONE, summary);
        double sum = 0;
        for (int i = 0; i < summary.cells.size(); i++) {
            Cell cell = summary.cells.at(i);
            sum += cell.pps;
        }
        return sum;
    }

    private static double sum(int flows, double pps) {
        double sum = 0;
        for (int i = 0; i < flows; i++) {
            sum += pps * (i % 1000);
        }
        return sum;
    }

    @Test
    void shouldSeeAllOfALargeTableWithinASecond() {
        poll(FLOWS, 10, 1);
        poll(FLOWS, 11, 1);
        assertThat(pps(44)).as("the first time all at once").isCloseTo(sum(FLOWS, 1), within(1.0));
        poll(FLOWS, 12, 2);

        double before = pps(45);
        for (long step = 46; step < 48; step++) {
            double next = pps(step);
            assertThat(next).isGreaterThan(before);
            before = next;
        }
        assertThat(pps(48)).isCloseTo(sum(FLOWS, 13), within(1.0 * FLOWS));
        assertThat(pps(48)).isGreaterThan(before);
        assertThat(summary.activeFlows).isEqualTo(FLOWS);
        assertThat(summary.cells.size()).isEqualTo(10);
    }

    @Test
    void shouldListTheBusiestFirstAndTakeSamplesInBetween() {
        poll(FLOWS, 10, 1);
        poll(FLOWS, 11, 1);
        for (long step = 44; step <= 48; step++) {
            pps(step);
        }
        assertThat(summary.views).hasSize(FlowViews.MAX);
        assertThat(summary.views)
                .isSortedAccordingTo(Comparator.comparingDouble(FlowView::pps).reversed());
        assertThat(summary.views.get(0).pps()).isEqualTo(999);
        assertThat(summary.views.get(FlowViews.MAX - 1).pps()).isGreaterThan(800);
        assertThat(pauses).isGreaterThan(FLOWS / FlowRows.CHUNK);
    }

    @Test
    void shouldForgetSilentFlowsOfALargeTable() {
        poll(FLOWS, 10, 1);
        for (long step = 164; step < 168; step++) {
            pps(step);
        }
        assertThat(table.rows().size()).isZero();
    }
}
