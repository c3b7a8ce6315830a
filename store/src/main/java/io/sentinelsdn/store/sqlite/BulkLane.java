package io.sentinelsdn.store.sqlite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Requests of gateways that wait to be written, in order, bounded in rows. Guarded by the lock of {@link WriteQueue}. */
final class BulkLane {
    /** Rows that may wait: what a slow disk takes in some seconds. */
    static final int MOST_ROWS = 50_000;
    /** Rows in one transaction, so that others wait tenths of a second at most; a single larger write goes alone. */
    static final int ROWS_AT_ONCE = 2_000;

    private final Deque<Write> waiting = new ArrayDeque<>();
    private int rows;

    /** Takes a write in; false when there is no room. */
    boolean offer(Write write) {
        if (!waiting.isEmpty() && rows + write.rows() > MOST_ROWS) {
            return false;
        }
        waiting.add(write);
        rows += write.rows();
        return true;
    }

    /** What goes into the next transaction; whoever does not wait any more is left out. */
    List<Write> take() {
        List<Write> batch = new ArrayList<>();
        int taken = 0;
        while (!waiting.isEmpty() && (batch.isEmpty() || taken + waiting.peek().rows() <= ROWS_AT_ONCE)) {
            Write next = waiting.remove();
            rows -= next.rows();
            if (!next.isSettled()) {
                batch.add(next);
                taken += next.rows();
            }
        }
        return batch;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int rows() {
        return rows;
    }

    int size() {
        return waiting.size();
    }
}
