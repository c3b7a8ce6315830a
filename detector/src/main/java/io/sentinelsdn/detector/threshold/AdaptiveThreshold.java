package io.sentinelsdn.detector.threshold;

import java.util.concurrent.TimeUnit;

/**
 * One measure of one destination: its baseline, its threshold and whether it is above, with hysteresis. Owned by the
 * window thread.
 *
 * <p>The baseline estimates the 95th percentile of calm seconds by stochastic approximation (Robbins and Monro, 1951): a
 * second above it moves it up by 0.95 of a step, one below moves it down by 0.05. It cannot be poisoned: seconds above
 * the threshold or under attack are left out, it may not leave the range of half to twice its value at the start of the
 * day (or a sixth of the floor, if that is more), and the threshold never exceeds forty times the floor.
 */
public final class AdaptiveThreshold {
    /** Consecutive windows above the threshold that make an alarm. */
    static final int STEPS_TO_ALARM = 2;

    private static final long DAY = TimeUnit.DAYS.toNanos(1);
    private static final double QUANTILE = 0.95;
    private static final double CEILING = 40;

    private final double floor;
    private final double factor;
    private double baseline;
    private double dayStart;
    private long dayNs;
    private boolean learned;
    private double last;
    private int above;
    private boolean on;

    public AdaptiveThreshold(double floor, double factor) {
        this.floor = floor;
        this.factor = factor;
    }

    /** Above this is an attack. */
    public double threshold() {
        return Math.min(Math.max(floor, factor * baseline), CEILING * floor);
    }

    /** Below this an attack is over. */
    public double offThreshold() {
        return threshold() / 2;
    }

    public double baseline() {
        return baseline;
    }

    public boolean on() {
        return on;
    }

    /** Whether it deserves a closer look: it is above, or half way there. */
    public boolean suspicious() {
        return on || last >= offThreshold();
    }

    /**
     * Takes the value of a window.
     *
     * @param value what was estimated over the sliding second
     * @param fullSecond the part of it that was counted exactly over a full second: enough alone, at once
     */
    public boolean observe(double value, double fullSecond) {
        last = value;
        if (value > threshold()) {
            above++;
            on |= above >= STEPS_TO_ALARM || fullSecond > threshold();
        } else {
            above = 0;
            on &= value >= offThreshold();
        }
        return on;
    }

    /** Learns from a calm second; the caller leaves out time under attack. */
    public void learn(double value, long nowNs) {
        if (on || value > threshold()) {
            return;
        }
        if (!learned || nowNs - dayNs >= DAY) {
            learned = true;
            dayNs = nowNs;
            dayStart = baseline;
        }
        double step = Math.max(floor / 200, 0.05 * baseline);
        double moved = baseline + step * (value > baseline ? QUANTILE : QUANTILE - 1);
        double highest = Math.max(2 * dayStart, floor / 6);
        baseline = Math.max(dayStart / 2, Math.min(highest, Math.max(0, moved)));
    }
}
