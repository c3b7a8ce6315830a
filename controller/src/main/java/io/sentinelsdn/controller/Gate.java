package io.sentinelsdn.controller;

import io.sentinelsdn.domain.metric.Counters.Counter;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets so many tasks be under way at a time; others are turned away and counted. Any thread may call. */
final class Gate {
    private final int most;
    private final Counter turnedAway;
    private final AtomicInteger underWay = new AtomicInteger();

    Gate(int most, Counter turnedAway) {
        this.most = most;
        this.turnedAway = turnedAway;
    }

    /** Whether one more may go; then {@link #leave} is to be called at its end. */
    boolean enter() {
        if (underWay.get() >= most) {
            turnedAway.increment();
            return false;
        }
        underWay.incrementAndGet();
        return true;
    }

    void leave() {
        underWay.decrementAndGet();
    }
}
