package io.sentinelsdn.cli.demo;

import java.util.Arrays;

/**
 * Attack packets that reached the victim, in steps of 100 ms from the first attack packet on. The same measure as in the
 * Mininet harness. Owned by the thread that adds.
 */
final class VictimSeries {
    static final double STEP_SECONDS = 0.1;
    private static final double LIMIT = 0.05;
    private static final int QUIET_STEPS = 5;

    private long[] steps = new long[256];
    private int size;

    /** Packets of the next step. */
    void add(long packets) {
        if (size == steps.length) {
            steps = Arrays.copyOf(steps, 2 * size);
        }
        steps[size++] = packets;
    }

    /** Packets per second over the last half second. */
    double latestPps() {
        long sum = 0;
        int count = Math.min(5, size);
        for (int i = size - count; i < size; i++) {
            sum += steps[i];
        }
        return count == 0 ? 0 : sum / (count * STEP_SECONDS);
    }

    long total() {
        return Arrays.stream(steps, 0, size).sum();
    }

    /**
     * Seconds until the moment after which every step stayed below 5 % of the highest, or null when there was no such
     * moment or less than half a second after it. Call while the attack still goes on.
     */
    Double secondsToMitigate() {
        long peak = Arrays.stream(steps, 0, size).max().orElse(0);
        int quietFrom = 0;
        for (int i = 0; i < size; i++) {
            if (steps[i] > 0 && steps[i] >= LIMIT * peak) {
                quietFrom = i + 1;
            }
        }
        return size - quietFrom < QUIET_STEPS ? null : quietFrom * STEP_SECONDS;
    }
}
