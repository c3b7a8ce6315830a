package io.sentinelsdn.controller.forwarding;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.Transaction;
import java.util.function.Consumer;

/**
 * Changes of counting entries, collected and sent once per round of the event loop. Owned by the event loop of the
 * switch.
 */
final class CountingWriter {
    private final Consumer<Transaction> sender;
    private final Consumer<Runnable> later;
    private final Consumer<Transaction.Result> answered;
    private Transaction batch = new Transaction();

    /**
     * @param sender sends a transaction to the switch
     * @param later runs a task at the end of this round of the event loop
     * @param answered hears what the switch said to each batch
     */
    CountingWriter(Consumer<Transaction> sender, Consumer<Runnable> later, Consumer<Transaction.Result> answered) {
        this.sender = sender;
        this.later = later;
        this.answered = answered;
    }

    /** Adds an entry; the tag comes back when it is refused. */
    void add(FlowEntry entry, Object tag) {
        batch().add(entry, tag);
    }

    void delete(FlowEntry entry, Object tag) {
        batch().delete(entry, tag);
    }

    private Transaction batch() {
        if (batch.isEmpty()) {
            later.accept(this::flush);
        }
        return batch;
    }

    private void flush() {
        Transaction full = batch;
        batch = new Transaction();
        sender.accept(full.then(answered));
    }
}
