package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Carries frames from port to port. Frames wait in one queue, so that nobody is called while busy with another frame. One
 * that has crossed {@value #MAX_HOPS} cables is in a loop and is lost; so is one whose copies have crossed more cables than
 * a flood of the whole network would ever need, since copies in meshed loops double at each hop. Owned by the network's
 * event loop.
 */
final class Cabling {
    /** Where a cable ends. */
    interface End {
        void deliver(byte[] frame, long count);
    }

    private static final int MAX_HOPS = 64;
    private static final int MAX_UNDER_WAY = 100_000;
    private static final int LEAST_BUDGET = 1024;
    private static final int BUDGET_PER_END = 8;

    /** How many cables a frame and its copies may still cross. */
    private static final class Budget {
        int left;

        Budget(int left) {
            this.left = left;
        }
    }

    private static final class UnderWay {
        final End end;
        final byte[] frame;
        final long count;
        final int hops;
        final Budget budget;

        UnderWay(End end, byte[] frame, long count, int hops, Budget budget) {
            this.end = end;
            this.frame = frame;
            this.count = count;
            this.hops = hops;
            this.budget = budget;
        }
    }

    private final List<End[]> endsBySwitch = new ArrayList<>();
    private final Queue<UnderWay> underWay = new ArrayDeque<>();
    private int endCount;
    private int hops;
    private Budget budget;
    private boolean busy;
    private long lost;
    private long carried;

    /** Makes room for a switch; returns its index. */
    int addSwitch(int ports) {
        endsBySwitch.add(new End[ports + 1]);
        return endsBySwitch.size() - 1;
    }

    /** Plugs a cable into a port; what leaves by the port arrives at the other end. */
    void plug(int switchIndex, int port, End otherEnd) {
        End[] ends = endsBySwitch.get(switchIndex);
        if (ends[port] != null) {
            throw new IllegalArgumentException("port " + port + " of switch " + switchIndex + " is taken");
        }
        ends[port] = otherEnd;
        endCount++;
    }

    /** A frame leaves by a port of a switch. */
    void leave(int switchIndex, int port, byte[] frame, long count) {
        End end = endsBySwitch.get(switchIndex)[port];
        if (end != null) {
            carry(end, frame, count);
        }
    }

    /** A host sends a frame; it has crossed no cable yet, even if it answers one that has crossed many. */
    void enter(End end, byte[] frame, long count) {
        hops = 0;
        budget = null;
        carry(end, frame, count);
    }

    private void carry(End end, byte[] frame, long count) {
        if (budget == null) {
            budget = new Budget(Math.max(LEAST_BUDGET, BUDGET_PER_END * endCount));
        }
        if (hops >= MAX_HOPS || budget.left <= 0 || underWay.size() >= MAX_UNDER_WAY) {
            lost += count;
            return;
        }
        budget.left--;
        carried += count;
        underWay.add(new UnderWay(end, frame, count, hops + 1, budget));
        if (!busy) {
            batch(() -> null);
        }
    }

    /** Runs a task; the frames it sends travel when it is done, so it is never called back in the middle. */
    <T> T batch(Supplier<T> task) {
        if (busy) {
            return task.get();
        }
        busy = true;
        try {
            T result = task.get();
            drain();
            return result;
        } finally {
            hops = 0;
            budget = null;
            busy = false;
        }
    }

    private void drain() {
        for (UnderWay next = underWay.poll(); next != null; next = underWay.poll()) {
            hops = next.hops;
            budget = next.budget;
            next.end.deliver(next.frame, next.count);
        }
        hops = 0;
    }

    long carried() {
        return carried;
    }

    /** Frames that were lost in loops. */
    long lost() {
        return lost;
    }
}
