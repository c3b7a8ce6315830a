package io.sentinelsdn.controller;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Notices that a switch suddenly samples much at a port, and asks for its counters at once and more often for a while: half a
 * second, and up to two as long as something is suspicious. Then it rests, so that a switch that is always busy is asked
 * as usual. Owned by the event loop of the switch.
 */
final class Rush {
    /** Distance of questions, ms. */
    static final int PERIOD_MS = 50;

    private static final long SLOT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** So many packets of a port within a slot are more than its meters let through for long: a rush. */
    private static final int MANY = 25;
    /** Ports that share a counter count together. */
    private static final int COUNTERS = 64;

    private static final long LASTS_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long REST_NS = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier clock;
    private final BooleanSupplier suspicious;
    private final Runnable ask;
    private final Runnable askLater;
    private final int[] packets = new int[COUNTERS];
    private long slotNs;
    private boolean going;
    private long beganNs;
    private long lastNs;
    private long restsUntilNs;

    /**
     * @param clock the scale of the times at which packets come
     * @param suspicious whether the detector wants to know more
     * @param ask asks for the counters now
     * @param askLater has {@link #again} called after {@value #PERIOD_MS} ms
     */
    Rush(LongSupplier clock, BooleanSupplier suspicious, Runnable ask, Runnable askLater) {
        this.clock = clock;
        this.suspicious = suspicious;
        this.ask = ask;
        this.askLater = askLater;
        restsUntilNs = clock.getAsLong();
    }

    /** A packet was sampled at a port. */
    void packet(int port, long nowNs) {
        if (nowNs - slotNs >= SLOT_NS) {
            slotNs = nowNs;
            Arrays.fill(packets, 0);
        }
        if (++packets[port & (COUNTERS - 1)] == MANY && nowNs - restsUntilNs >= 0) {
            lastNs = nowNs;
            if (!going) {
                going = true;
                beganNs = nowNs;
                ask.run();
                askLater.run();
            }
        }
    }

    /** A period is over. */
    void again() {
        long nowNs = clock.getAsLong();
        boolean wanted = nowNs - lastNs < LASTS_NS || suspicious.getAsBoolean();
        if (!wanted || nowNs - beganNs >= LONGEST_NS) {
            going = false;
            restsUntilNs = wanted ? nowNs + REST_NS : nowNs;
            return;
        }
        ask.run();
        askLater.run();
    }
}
