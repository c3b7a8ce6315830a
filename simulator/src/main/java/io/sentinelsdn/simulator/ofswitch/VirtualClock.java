package io.sentinelsdn.simulator.ofswitch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told to go on. Any thread may ask or advance. */
public final class VirtualClock implements NanoClock {
    private final AtomicLong nowNs = new AtomicLong(1_000_000_000L);

    @Override
    public long nanoTime() {
        return nowNs.get();
    }

    /** Goes forward by a duration, which must not be negative. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + by);
        }
        nowNs.addAndGet(by.toNanos());
    }

    /** Goes forward to a point in time; an earlier one is ignored. */
    public void advanceTo(long timeNs) {
        nowNs.accumulateAndGet(timeNs, Math::max);
    }
}
