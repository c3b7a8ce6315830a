package io.sentinelsdn.controller;

import io.sentinelsdn.controller.slices.SwitchSlices;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.SliceSwitches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What slices want of which switch, and what the switches say. The plans are owned by the control thread; reports may be
 * read by any.
 */
final class SlicePlans implements SliceSwitches {
    private static final Logger log = LoggerFactory.getLogger(SlicePlans.class);
    private static final long PATIENCE_S = 5;

    private final ControlThread thread;
    private final Agents agents;
    private final Map<Dpid, Plan> plans = new HashMap<>();
    private final Map<Dpid, Report> reports = new ConcurrentHashMap<>();
    private final Counter reinstalled;

    SlicePlans(ControlThread thread, Agents agents, Counters counters) {
        this.thread = thread;
        this.agents = agents;
        reinstalled = counters.counter(
                "sentinel_slice_entries_reinstalled_total",
                "Entries and meters of slices that were missing and were sent again");
    }

    @Override
    public CompletableFuture<Void> want(Map<Dpid, Plan> wanted) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        thread.post(() -> {
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            wanted.forEach((dpid, plan) -> {
                if (!plan.equals(plans.put(dpid, plan))) {
                    send(dpid, plan, answers);
                }
            });
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .whenComplete((done, never) -> all.completeAsync(() -> null));
        });
        return all.completeOnTimeout(null, PATIENCE_S, TimeUnit.SECONDS);
    }

    private void send(Dpid dpid, Plan plan, List<CompletableFuture<Void>> answers) {
        SwitchAgent agent = agents.get(dpid);
        if (agent != null) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            answers.add(answer);
            agent.execute(() -> agent.slices().want(plan, () -> answer.complete(null)));
        }
    }

    @Override
    public Map<Dpid, Report> sliceReports() {
        return Map.copyOf(reports);
    }

    // --- in the control thread ---

    void attached(SwitchAgent agent) {
        Plan plan = plans.get(agent.dpid());
        agent.execute(() -> agent.slicesAttached(plan));
    }

    void detached(Dpid dpid) {
        reports.remove(dpid);
    }

    /** A switch that is gone is not remembered any longer. */
    void forget(Dpid dpid) {
        plans.remove(dpid);
    }

    /** Hears one switch in its event loop. */
    SwitchSlices.Listener listener(SwitchAgent agent) {
        return new SwitchSlices.Listener() {
            @Override
            public void reported(Report report) {
                if (agents.get(agent.dpid()) == agent) {
                    reports.put(agent.dpid(), report);
                }
            }

            @Override
            public void missing(int things) {
                reinstalled.add(things);
                log.info("entries of slices were missing dpid={} missing={}", agent.dpid(), things);
            }
        };
    }
}
