package io.sentinelsdn.controller;

import io.sentinelsdn.controller.userflow.PlacedFlow;
import io.sentinelsdn.controller.userflow.SwitchUserFlows;
import io.sentinelsdn.controller.userflow.UserFlowLedger;
import io.sentinelsdn.controller.userflow.UserFlowLedger.Before;
import io.sentinelsdn.controller.userflow.UserFlowPlan;
import io.sentinelsdn.controller.userflow.UserFlowPoll;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.ofctl.UserFlowState;
import io.sentinelsdn.domain.spi.FlowDesk;
import io.sentinelsdn.domain.spi.FlowStore;
import io.sentinelsdn.domain.spi.SwitchTrouble;
import io.sentinelsdn.domain.spi.SwitchTrouble.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desk where people ask for flow entries: between callers, the ledger in the control thread, the switches' own
 * threads, and the store, which has a thread of its own so that nobody else waits for the disk.
 */
final class UserFlowDesk implements FlowDesk, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UserFlowDesk.class);
    private static final long PATIENCE_MS = 5_000;
    private static final long CLOSE_PATIENCE_S = 5;

    private final ControlThread thread;
    private final Agents agents;
    private final FlowStore store;
    private final Clock clock;
    private final UserFlowLedger ledger = new UserFlowLedger();
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Counter reinstalled;
    private final ExecutorService storing = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "flow-store");
        thread.setDaemon(true);
        return thread;
    });

    /** A caller that waits for a switch's answer, and what its entry has replaced. */
    private record Waiting(PlacedFlow placed, Before before, CompletableFuture<Put> answer) {}

    UserFlowDesk(ControlThread thread, Agents agents, FlowStore store, Counters counters, Clock clock) {
        this.thread = thread;
        this.agents = agents;
        this.store = store;
        this.clock = clock;
        reinstalled = counters.counter(
                "sentinel_user_flows_reinstalled_total", "People's flow entries that were missing and were sent again");
        counters.gauge(
                "sentinel_user_flows",
                "Flow entries that people asked for",
                () -> ledger.states().size());
    }

    /** Brings back what was kept, before the first switch comes. */
    void restore() {
        Instant now = clock.instant();
        for (UserFlow flow : store.flows()) {
            if (flow.expiresAt() != null && flow.expiresAt().isBefore(now)) {
                store.deleteFlow(flow.id());
                continue;
            }
            try {
                ledger.want(UserFlowPlan.restore(flow));
            } catch (IllegalArgumentException unreadable) {
                log.warn("flow entry is kept but cannot be sent id={} reason={}", flow.id(), unreadable.getMessage());
            }
        }
    }

    @Override
    public CompletableFuture<Put> put(Dpid dpid, FlowSpec spec) {
        try {
            PlacedFlow placed =
                    UserFlowPlan.place(dpid, spec, agents.require(dpid).view().tables(), clock.instant());
            CompletableFuture<Put> answer = new CompletableFuture<>();
            thread.post(() -> put(placed, answer));
            thread.after(PATIENCE_MS, () -> givenUp(placed, answer));
            return answer.thenApplyAsync(this::stored, storing);
        } catch (SwitchTrouble notThere) {
            return CompletableFuture.failedFuture(notThere);
        }
    }

    /** On disk before the caller hears of it. */
    private Put stored(Put put) {
        store.saveFlow(put.state().flow());
        store.flush();
        return put;
    }

    @Override
    public CompletableFuture<Boolean> remove(String id) {
        CompletableFuture<PlacedFlow> dropped = new CompletableFuture<>();
        thread.post(() -> {
            PlacedFlow placed = ledger.drop(id);
            SwitchAgent agent = placed == null ? null : agents.get(placed.flow().dpid());
            if (agent == null) {
                dropped.complete(placed);
            } else {
                agent.execute(() -> agent.userFlows().remove(placed, () -> dropped.complete(placed)));
            }
        });
        return dropped.completeOnTimeout(null, PATIENCE_MS, TimeUnit.MILLISECONDS)
                .thenApplyAsync(
                        placed -> {
                            if (placed != null) {
                                store.deleteFlow(id);
                                store.flush();
                            }
                            return placed != null;
                        },
                        storing);
    }

    @Override
    public List<UserFlowState> flows() {
        return ledger.states();
    }

    // --- in the control thread ---

    private void put(PlacedFlow placed, CompletableFuture<Put> answer) {
        String id = placed.flow().id();
        SwitchAgent agent = agents.get(placed.flow().dpid());
        SwitchTrouble trouble = null;
        if (agent == null) {
            trouble = new SwitchTrouble(Kind.AWAY, "switch " + placed.flow().dpid() + " is not connected");
        } else if (!ledger.isWanted(id) && ledger.size() >= MOST) {
            trouble = new SwitchTrouble(Kind.FULL, "there are " + MOST + " flow entries already, which is the most");
        } else if (waiting.containsKey(id) || ledger.isCookieTaken(placed.flow())) {
            trouble = new SwitchTrouble(Kind.BUSY, "an entry of this place is being changed, try again");
        }
        if (trouble != null) {
            answer.completeExceptionally(trouble);
            return;
        }
        waiting.put(id, new Waiting(placed, ledger.want(placed), answer));
        agent.execute(() -> agent.userFlows().put(placed));
    }

    private void answered(SwitchAgent agent, String id, String error) {
        Waiting caller = waiting.remove(id);
        if (caller != null && error != null && ledger.isWanted(id)) {
            PlacedFlow before = ledger.undo(id, caller.before());
            agent.execute(() -> agent.userFlows().undo(caller.placed(), before));
            caller.answer().completeExceptionally(new SwitchTrouble(Kind.REFUSED, error));
            return;
        }
        ledger.answered(id, error);
        if (caller != null) {
            finish(caller);
        }
    }

    /** The switch is slow, or has gone: the entry stays asked for. */
    private void givenUp(PlacedFlow placed, CompletableFuture<Put> answer) {
        Waiting caller = waiting.get(placed.flow().id());
        if (caller != null && caller.answer() == answer) {
            waiting.remove(placed.flow().id());
            finish(caller);
        }
    }

    private void finish(Waiting caller) {
        UserFlowState state = ledger.state(caller.placed().flow().id());
        if (state == null) {
            caller.answer().completeExceptionally(new SwitchTrouble(Kind.BUSY, "the entry was taken away meanwhile"));
        } else {
            caller.answer().complete(new Put(state, caller.before().exists()));
        }
    }

    void attached(SwitchAgent agent) {
        List<PlacedFlow> wanted = ledger.wantedOn(agent.dpid());
        agent.execute(() -> agent.userFlows().attached(wanted));
    }

    void detached(Dpid dpid) {
        ledger.switchGone(dpid);
    }

    /** Once a second. */
    void tick() {
        ledger.tick(clock.instant()).forEach(this::forgetStored);
    }

    private void forgetStored(String id) {
        storing.execute(() -> store.deleteFlow(id));
    }

    /** Hears one switch in its event loop and goes on in the control thread. */
    SwitchUserFlows.Listener listener(SwitchAgent agent) {
        return new SwitchUserFlows.Listener() {
            @Override
            public void answered(String id, String error) {
                thread.post(() -> UserFlowDesk.this.answered(agent, id, error));
            }

            @Override
            public void counted(Map<String, UserFlowPoll.Count> counts) {
                Instant now = clock.instant();
                thread.post(
                        () -> counts.forEach((id, count) -> ledger.counted(id, count.packets(), count.bytes(), now)));
            }

            @Override
            public void expired(String id) {
                thread.post(() -> {
                    ledger.expired(id, clock.instant());
                    forgetStored(id);
                });
            }

            @Override
            public void missing(int entries) {
                reinstalled.add(entries);
                log.info("flow entries of people were missing dpid={} missing={}", agent.dpid(), entries);
            }
        };
    }

    /** Lets what is decided reach the store. */
    @Override
    public void close() {
        storing.shutdown();
        try {
            if (!storing.awaitTermination(CLOSE_PATIENCE_S, TimeUnit.SECONDS)) {
                log.warn("the store is slow, the last changes of flow entries may be lost");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
