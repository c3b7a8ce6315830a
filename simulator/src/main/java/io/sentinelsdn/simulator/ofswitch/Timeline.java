package io.sentinelsdn.simulator.ofswitch;

import java.util.PriorityQueue;

/** Timers in order of time, then of setting. Owned by the network's event loop. */
final class Timeline {
    private record Timer(long atNs, long number, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long nextNumber;

    void at(long atNs, Runnable task) {
        timers.add(new Timer(atNs, nextNumber++, task));
    }

    /** When the next timer is due; {@link Long#MAX_VALUE} if there is none. */
    long nextNs() {
        return timers.isEmpty() ? Long.MAX_VALUE : timers.peek().atNs();
    }

    /** Runs the next timer if it is due. */
    boolean runNext(long nowNs) {
        if (nextNs() > nowNs) {
            return false;
        }
        timers.poll().task().run();
        return true;
    }
}
