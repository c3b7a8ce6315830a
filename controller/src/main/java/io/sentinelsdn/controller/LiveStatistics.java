package io.sentinelsdn.controller;

import io.sentinelsdn.controller.ofctl.FlowQueries;
import io.sentinelsdn.controller.ofctl.GroupQueries;
import io.sentinelsdn.controller.ofctl.MeterQueries;
import io.sentinelsdn.controller.ofctl.PortQueries;
import io.sentinelsdn.controller.ofctl.StatsQuery;
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
import io.sentinelsdn.domain.spi.SwitchTrouble.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes questions of any thread to the switch and brings the answers back. Has no state of its own. */
final class LiveStatistics implements SwitchStatistics {
    /** How long a switch may take, the wait for other questions included. */
    static final long PATIENCE_MS = 5_000;

    private final Agents agents;
    private final long patienceMs;

    LiveStatistics(Agents agents, long patienceMs) {
        this.agents = agents;
        this.patienceMs = patienceMs;
    }

    @Override
    public CompletableFuture<Answer<FlowStats>> flows(Dpid dpid, FlowFilter filter, Window window) {
        return ask(dpid, FlowQueries.flows(filter, window));
    }

    @Override
    public CompletableFuture<Answer<AggregateStats>> aggregate(Dpid dpid, FlowFilter filter) {
        return ask(dpid, FlowQueries.aggregate(filter));
    }

    @Override
    public CompletableFuture<Answer<PortStats>> ports(Dpid dpid, Window window) {
        return ask(dpid, PortQueries.ports(window));
    }

    @Override
    public CompletableFuture<Answer<MeterStats>> meters(Dpid dpid, Window window) {
        return ask(dpid, MeterQueries.meters(window));
    }

    @Override
    public CompletableFuture<Answer<QueueStats>> queues(Dpid dpid, Window window) {
        return ask(dpid, PortQueries.queues(window));
    }

    @Override
    public CompletableFuture<Answer<GroupStats>> groups(Dpid dpid, Window window) {
        return ask(dpid, GroupQueries.groups(window));
    }

    @Override
    public CompletableFuture<Answer<TableStats>> tables(Dpid dpid, Window window) {
        return ask(dpid, FlowQueries.tables(window));
    }

    private <T> CompletableFuture<Answer<T>> ask(Dpid dpid, StatsQuery<T> query) {
        SwitchAgent agent;
        try {
            agent = agents.require(dpid);
        } catch (SwitchTrouble notThere) {
            return CompletableFuture.failedFuture(notThere);
        }
        CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
        agent.execute(() -> agent.queries().ask(query, answer));
        answer.orTimeout(patienceMs, TimeUnit.MILLISECONDS);
        return answer.handleAsync((rows, failure) -> {
            if (failure == null) {
                return rows;
            }
            if (failure instanceof TimeoutException) {
                agent.execute(() -> agent.queries().abandon(answer));
                throw new SwitchTrouble(Kind.LATE, "switch " + dpid + " did not answer within " + patienceMs + " ms");
            }
            throw failure instanceof SwitchTrouble known ? known : new IllegalStateException(failure);
        });
    }
}
