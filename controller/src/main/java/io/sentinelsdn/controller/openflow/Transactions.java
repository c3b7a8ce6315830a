package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Transactions on their way to one switch: errors find the change that caused them by xid, the barrier reply ends the
 * transaction. Owned by the event loop of the session.
 */
final class Transactions {
    private static final int BARRIER_REQUEST = 20;

    private final Outbox outbox;
    private final OpenFlowMetrics metrics;
    private final Queue<Pending> pending = new ArrayDeque<>();

    /** A transaction on its way; its changes have the xids from {@code firstXid} on. */
    private record Pending(
            int firstXid, int barrierXid, Transaction transaction, List<Transaction.Failure> failures, long sentNs) {}

    Transactions(Outbox outbox, OpenFlowMetrics metrics) {
        this.outbox = outbox;
        this.metrics = metrics;
    }

    void send(Transaction transaction) {
        ByteBuf out = outbox.open();
        int first = 0;
        for (Transaction.Change change : transaction.changes()) {
            int at = out.writerIndex();
            int xid = outbox.xid();
            first = first == 0 ? xid : first;
            out.writeBytes(change.message()).setInt(at + 4, xid);
        }
        int barrier = outbox.xid();
        Outbox.header(out, BARRIER_REQUEST, Outbox.HEADER, barrier);
        pending.add(new Pending(first, barrier, transaction, new ArrayList<>(0), System.nanoTime()));
        outbox.written();
    }

    /** Notes the error with the change of this xid; false when there is none. */
    boolean failed(int xid, String error) {
        for (Pending sent : pending) {
            int index = xid - sent.firstXid();
            if (index >= 0 && index < sent.transaction().changes().size()) {
                Object tag = sent.transaction().changes().get(index).tag();
                sent.failures().add(new Transaction.Failure(tag, error));
                return true;
            }
        }
        return false;
    }

    /** A barrier reply; false when nobody waits for it. */
    boolean barrier(int xid, long nowNs) {
        Pending next = pending.peek();
        if (next == null || next.barrierXid() != xid) {
            return false;
        }
        pending.remove();
        metrics.barrier.recordNs(nowNs - next.sentNs());
        next.transaction().callback().accept(new Transaction.Result(true, next.failures()));
        return true;
    }

    /** The connection is gone: nothing will be confirmed any more. */
    void closed() {
        for (Pending sent : pending) {
            sent.transaction().callback().accept(new Transaction.Result(false, sent.failures()));
        }
        pending.clear();
    }
}
