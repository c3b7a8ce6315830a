package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.StageLatency;
import io.sentinelsdn.domain.spi.Network;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The one door to the network. Batches go out in the order they are made; answers come back on the mitigation thread.
 * Every batch also carries what the lists need, so that a victim's protection and its exemption change together.
 *
 * <p>Owned by the mitigation thread.
 */
public final class Switches {
    private final Network network;
    private final RuleBook book;
    private final ListKeeper lists;
    private final Executor thread;
    private final Clock clock;
    private final StageLatency latency;

    /**
     * A door to this network.
     *
     * @param thread runs an answer on the mitigation thread; never refuses
     */
    public Switches(Network network, RuleBook book, ListKeeper lists, Executor thread, Clock clock, Counters counters) {
        this.network = network;
        this.book = book;
        this.lists = lists;
        this.thread = thread;
        this.clock = clock;
        latency = counters.stage("mitigation_confirm");
    }

    /** Sends the changes as one batch; {@code then} runs when the switches have answered and the book knows it. */
    void send(Changes changes, Runnable then) {
        lists.reconcile(changes, clock.instant());
        if (changes.isEmpty()) {
            book.publish();
            then.run();
            return;
        }
        long sentNs = System.nanoTime();
        var unused = network.apply(changes.batch()).thenAccept(states -> {
            latency.recordNs(System.nanoTime() - sentNs);
            thread.execute(() -> answered(states, then));
        });
    }

    private void answered(Map<String, RuleState> states, Runnable then) {
        book.update(states, clock.instant());
        book.publish();
        then.run();
    }

    /** Reads the newest counters into the book. */
    public void poll() {
        book.update(network.ruleStates(), clock.instant());
    }

    /** Takes what was sampled of what rules match since the last call. */
    List<RuleLook> looks() {
        return network.takeLooks();
    }
}
