package io.sentinelsdn.controller.rules;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.PreparedEntry;
import io.sentinelsdn.controller.openflow.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes lasting entries to one switch: an entry is desired from the moment it is written, and confirmed by its barrier;
 * one that the switch refuses is desired no longer. Owned by the event loop of the switch.
 */
public final class EntryWriter {
    private final SwitchLedger ledger;
    private final Consumer<Transaction> sender;
    private final Consumer<Transaction.Result> counter;
    private final FoldedPlan folded;

    /**
     * @param counter hears every result, to count and log errors
     * @param folded null where the switch has all four tables
     */
    public EntryWriter(
            SwitchLedger ledger,
            Consumer<Transaction> sender,
            Consumer<Transaction.Result> counter,
            FoldedPlan folded) {
        this.folded = folded;
        this.ledger = ledger;
        this.sender = sender;
        this.counter = counter;
    }

    public Batch batch() {
        return new Batch();
    }

    /** Changes that leave in one write with one barrier behind them. */
    public final class Batch {
        private final Transaction transaction = new Transaction();
        private final List<FlowEntry> added = new ArrayList<>();

        private Batch() {}

        /** Adds an entry, or puts it in the place of the one with the same table, priority and match. */
        public Batch add(FlowEntry entry) {
            for (FlowEntry placed : folded == null ? List.of(entry) : folded.add(entry)) {
                ledger.want(placed);
                transaction.add(placed, placed);
                added.add(placed);
            }
            return this;
        }

        public Batch add(PreparedEntry prepared) {
            if (folded != null) {
                return add(prepared.entry());
            }
            ledger.want(prepared.entry());
            transaction.add(prepared, prepared.entry());
            added.add(prepared.entry());
            return this;
        }

        public Batch delete(FlowEntry entry) {
            for (FlowEntry placed : folded == null ? List.of(entry) : folded.delete(entry)) {
                ledger.forget(placed);
                transaction.delete(placed, placed);
            }
            return this;
        }

        /** The confirmation may come late, see {@link Transaction#patient}. */
        public Batch patient() {
            transaction.patient();
            return this;
        }

        /** For changes other than lasting entries. */
        public Transaction transaction() {
            return transaction;
        }

        /** Number of entries added so far. */
        public int size() {
            return added.size();
        }

        public void sendUnlessEmpty() {
            if (!transaction.isEmpty()) {
                send(result -> {});
            }
        }

        /** Sends also when there is nothing but the barrier. */
        public void send(Consumer<Transaction.Result> whenDone) {
            sender.accept(transaction.then(result -> {
                counter.accept(result);
                settle(result);
                whenDone.accept(result);
            }));
        }

        private void settle(Transaction.Result result) {
            Set<Object> failed = new HashSet<>();
            result.errors().forEach(failure -> failed.add(failure.tag()));
            for (FlowEntry entry : added) {
                if (failed.contains(entry)) {
                    ledger.refused(entry);
                } else if (result.confirmed()) {
                    ledger.confirm(entry);
                }
            }
        }
    }
}
