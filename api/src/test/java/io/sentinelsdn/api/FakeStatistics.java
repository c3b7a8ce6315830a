package io.sentinelsdn.api;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.AggregateStats;
import io.sentinelsdn.domain.ofctl.FlowFilter;
import io.sentinelsdn.domain.ofctl.FlowStats;
import io.sentinelsdn.domain.ofctl.GroupStats;
import io.sentinelsdn.domain.ofctl.MeterStats;
import io.sentinelsdn.domain.ofctl.PortStats;
import io.sentinelsdn.domain.ofctl.QueueStats;
import io.sentinelsdn.domain.ofctl.TableStats;
import io.sentinelsdn.domain.spi.SwitchStatistics;
import io.sentinelsdn.domain.spi.SwitchTrouble;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One row of each kind, or trouble. */
final class FakeStatistics implements SwitchStatistics {
    volatile SwitchTrouble.Kind trouble;
    volatile FlowFilter filter;

    private <T> CompletableFuture<Answer<T>> row(Dpid dpid, T row) {
        if (trouble != null) {
            return CompletableFuture.failedFuture(new SwitchTrouble(trouble, "the switch said no"));
        }
        return dpid.equals(FakeHouse.DPID)
                ? CompletableFuture.completedFuture(new Answer<>(List.of(row), 1, false, true))
                : CompletableFuture.failedFuture(new SwitchTrouble(SwitchTrouble.Kind.UNKNOWN, "no such switch"));
    }

    @Override
    public CompletableFuture<Answer<FlowStats>> flows(Dpid dpid, FlowFilter wanted, Window window) {
        filter = wanted;
        return row(
                dpid,
                new FlowStats(
                        0,
                        5,
                        0,
                        0,
                        0,
                        96,
                        new java.math.BigInteger("fedcba9876543210", 16),
                        null,
                        7L,
                        1,
                        2,
                        Map.of("in_port", 1L),
                        List.of(Map.of("type", "OUTPUT", "port", 2L))));
    }

    @Override
    public CompletableFuture<Answer<AggregateStats>> aggregate(Dpid dpid, FlowFilter wanted) {
        filter = wanted;
        return row(dpid, new AggregateStats(1L, 2L, 3));
    }

    @Override
    public CompletableFuture<Answer<PortStats>> ports(Dpid dpid, Window window) {
        return row(
                dpid,
                new PortStats(
                        "LOCAL",
                        "br0",
                        "02:00:00:00:00:01",
                        true,
                        0L,
                        0L,
                        0L,
                        0L,
                        0L,
                        1L,
                        2L,
                        3L,
                        4L,
                        5L,
                        6L,
                        7L,
                        8L,
                        9L,
                        10L,
                        11L,
                        12L,
                        13L,
                        14L));
    }

    @Override
    public CompletableFuture<Answer<MeterStats>> meters(Dpid dpid, Window window) {
        return row(
                dpid,
                new MeterStats(
                        1L,
                        List.of("PKTPS"),
                        List.of(new MeterStats.Band("DROP", 10, 10, null)),
                        1L,
                        2L,
                        3L,
                        4L,
                        5L,
                        List.of(new MeterStats.BandStats(1L, 2L))));
    }

    @Override
    public CompletableFuture<Answer<QueueStats>> queues(Dpid dpid, Window window) {
        return row(dpid, new QueueStats(1L, 2, 3L, 4L, 5L, 6L, 7L));
    }

    @Override
    public CompletableFuture<Answer<GroupStats>> groups(Dpid dpid, Window window) {
        return row(
                dpid,
                new GroupStats(
                        1,
                        "ALL",
                        List.of(new GroupStats.Bucket(0, 1, 2, List.of())),
                        1L,
                        2L,
                        3L,
                        4L,
                        5L,
                        List.of(new GroupStats.BucketStats(1L, 2L))));
    }

    @Override
    public CompletableFuture<Answer<TableStats>> tables(Dpid dpid, Window window) {
        return row(dpid, new TableStats(0, 1, 2L, 3L));
    }
}
