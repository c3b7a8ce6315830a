package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Carries frames from port to port. Frames wait in one queue, so that nobody is called while busy with another frame;
 * one that has crossed {@value #MAX_HOPS} cables is in a loop and is lost. Owned by the network's event loop.
 */
final class Cabling {
    /** Where a cable ends. */
    interface End {
        void deliver(byte[] frame, long count);
    }

    private static final int MAX_HOPS = 64;
    private static final int MAX_UNDER_WAY = 100_000;

    private static final class UnderWay {
        final End end;
        final byte[] frame;
        final long count;
        final int hops;

        UnderWay(End end, byte[] frame, long count, int hops) {
            this.end = end;
            this.frame = frame;
            this.count = count;
            this.hops = hops;
        }
    }

    private final List<End[]> endsBySwitch = new ArrayList<>();
    private final Queue<UnderWay> underWay = new ArrayDeque<>();
    private int hops;
    private boolean busy;
    private long lost;

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
        carry(end, frame, count);
    }

    private void carry(End end, byte[] frame, long count) {
        if (hops >= MAX_HOPS || underWay.size() >= MAX_UNDER_WAY) {
            lost += count;
            return;
        }
        underWay.add(new UnderWay(end, frame, count, hops + 1));
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
            busy = false;
        }
    }

    private void drain() {
        for (UnderWay next = underWay.poll(); next != null; next = underWay.poll()) {
            hops = next.hops;
            next.end.deliver(next.frame, next.count);
        }
        hops = 0;
    }

    /** Frames that were lost in loops. */
    long lost() {
        return lost;
    }
}
