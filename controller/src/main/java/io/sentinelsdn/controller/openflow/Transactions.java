package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;

/**
 * Transactions on their way to one switch: errors find the change that caused them by xid, the barrier reply ends the
 * transaction. Patient ones share the barrier of a later one. Owned by the event loop of the session.
 *
 * <p>A large one goes as a bundle where the switch has bundles: meters that flows may need first, then all flows in one
 * commit, then meters that go. When the commit fails, the flows are sent once more one by one, behind whatever was sent
 * since, so that only the bad ones fail.
 */
final class Transactions {
    private static final int BARRIER_REQUEST = 20;
    /** No message has this xid. */
    private static final int NO_BARRIER = 0;

    private static final int WRITE_BYTES = 64 << 10;
    /** So many patient transactions share a barrier at most. */
    private static final int SHARE_BARRIER = 64;

    private final Outbox outbox;
    private final OpenFlowMetrics metrics;
    private final Bundles bundles;
    private final int bundleFrom;
    private final Queue<Pending> pending = new ArrayDeque<>();
    /** The last ones of {@code pending}, which have no barrier behind them yet. */
    private final List<Pending> open = new ArrayList<>();

    /** A change and what the switch said against it. */
    private record Failed(Transaction.Change change, String error) {}

    /** A transaction on its way; the changes that were sent have the xids from {@code firstXid} on. */
    private static final class Pending {
        private final Transaction transaction;
        private final List<Failed> failures;
        private final List<Transaction.Change> sent = new ArrayList<>();
        private final long sentNs = System.nanoTime();
        private int firstXid;
        private int openXid;
        private int commitXid;
        private int barrierXid = NO_BARRIER;
        private boolean bundleFailed;

        Pending(Transaction transaction, List<Failed> failures) {
            this.transaction = transaction;
            this.failures = failures;
        }

        /** The next change is sent with this xid. */
        int number(Transaction.Change change, int xid) {
            if (sent.isEmpty()) {
                firstXid = xid;
            }
            sent.add(change);
            return xid;
        }

        /** The change of this xid, or null. */
        Transaction.Change find(int xid) {
            int index = xid - firstXid;
            return index >= 0 && index < sent.size() ? sent.get(index) : null;
        }

        boolean isBundle(int xid) {
            return commitXid != 0 && (xid == openXid || xid == commitXid);
        }

        void answer(boolean confirmed) {
            List<Transaction.Failure> errors = failures.stream()
                    .map(failed -> new Transaction.Failure(failed.change().tag(), failed.error()))
                    .toList();
            transaction.callback().accept(new Transaction.Result(confirmed, errors));
        }
    }

    /**
     * @param bundleFrom flow changes from which on a transaction goes as a bundle, 0 for never
     */
    Transactions(Outbox outbox, OpenFlowMetrics metrics, Bundles bundles, int bundleFrom) {
        this.outbox = outbox;
        this.metrics = metrics;
        this.bundles = bundles;
        this.bundleFrom = bundleFrom;
    }

    void send(Transaction transaction) {
        Pending sending = new Pending(transaction, new ArrayList<>(0));
        List<Transaction.Change> changes = transaction.changes();
        long flows = changes.stream().filter(Transaction.Change::isFlow).count();
        if (bundleFrom > 0 && flows >= bundleFrom && bundles.areAvailable()) {
            sendBundle(sending, changes);
        } else {
            changes.forEach(change -> sendSingly(sending, change));
        }
        end(sending);
    }

    private void sendBundle(Pending sending, List<Transaction.Change> changes) {
        metrics.bundles.increment();
        sending.openXid = outbox.xid();
        sending.commitXid = outbox.xid();
        changes.stream()
                .filter(change -> !change.isFlow() && !change.isMeterDelete())
                .forEach(change -> sendSingly(sending, change));
        int bundle = bundles.open(outbox.open(), sending.openXid);
        for (Transaction.Change change : changes) {
            if (change.isFlow()) {
                Bundles.add(outbox.open(), sending.number(change, outbox.xid()), bundle, change.message());
                writeIfLarge();
            }
        }
        Bundles.commit(outbox.open(), sending.commitXid, bundle);
        changes.stream().filter(Transaction.Change::isMeterDelete).forEach(change -> sendSingly(sending, change));
    }

    private void sendSingly(Pending sending, Transaction.Change change) {
        ByteBuf out = outbox.open();
        int at = out.writerIndex();
        out.writeBytes(change.message()).setInt(at + 4, sending.number(change, outbox.xid()));
        writeIfLarge();
    }

    private void writeIfLarge() {
        if (outbox.open().readableBytes() >= WRITE_BYTES) {
            outbox.written();
        }
    }

    private void end(Pending sending) {
        pending.add(sending);
        open.add(sending);
        if (!sending.transaction.isPatient() || open.size() >= SHARE_BARRIER) {
            settle();
        } else {
            outbox.written();
        }
    }

    /** Sends a barrier behind the transactions that have none yet. */
    void settle() {
        if (open.isEmpty()) {
            return;
        }
        int barrierXid = outbox.xid();
        open.forEach(sent -> sent.barrierXid = barrierXid);
        open.clear();
        Outbox.header(outbox.open(), BARRIER_REQUEST, Outbox.HEADER, barrierXid);
        outbox.written();
    }

    /** Notes the error with the change of this xid; false when there is none. */
    boolean failed(int xid, String error) {
        for (Pending sent : pending) {
            Transaction.Change change = sent.find(xid);
            if (change != null) {
                sent.failures.add(new Failed(change, error));
                return true;
            }
            if (sent.isBundle(xid)) {
                sent.bundleFailed = true;
                return true;
            }
        }
        return false;
    }

    /** A barrier reply; false when nobody waits for it. */
    boolean barrier(int xid, long nowNs) {
        if (xid == NO_BARRIER || pending.isEmpty() || pending.peek().barrierXid != xid) {
            return false;
        }
        while (!pending.isEmpty() && pending.peek().barrierXid == xid) {
            confirm(pending.remove(), nowNs);
        }
        return true;
    }

    private void confirm(Pending sent, long nowNs) {
        if (!sent.transaction.isPatient()) {
            metrics.barrier.recordNs(nowNs - sent.sentNs);
        }
        if (sent.bundleFailed) {
            sendFlowsAgain(sent);
        } else {
            sent.answer(true);
        }
    }

    private void sendFlowsAgain(Pending refused) {
        metrics.bundleFallbacks.increment();
        Pending sending = new Pending(
                refused.transaction,
                refused.failures.stream()
                        .filter(failed -> !failed.change().isFlow())
                        .collect(Collectors.toCollection(ArrayList::new)));
        refused.transaction.changes().stream()
                .filter(Transaction.Change::isFlow)
                .forEach(change -> sendSingly(sending, change));
        end(sending);
    }

    /** The connection is gone: nothing will be confirmed any more. */
    void closed() {
        open.clear();
        pending.forEach(sent -> sent.answer(false));
        pending.clear();
    }
}
