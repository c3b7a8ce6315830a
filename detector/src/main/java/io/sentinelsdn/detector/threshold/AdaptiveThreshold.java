package io.sentinelsdn.detector.threshold;

import java.util.concurrent.TimeUnit;

/**
 * One measure of one destination: its baseline, its threshold and whether it is above, with hysteresis. Owned by the
 * window thread.
 *
 * <p>The baseline estimates the 95th percentile of calm seconds by stochastic approximation (Robbins and Monro, 1951): a
 * second above it moves it up by 0.95 of a step, one below moves it down by 0.05. It cannot be poisoned:
 *
 * <ul>
 *   <li>seconds above the threshold or under attack are left out;
 *   <li>as long as the floor decides (baseline &lt; floor / factor) it moves freely, since nothing follows from it; above
 *       that it moves by at most 10 % in any 24 hours, and so does the threshold;
 *   <li>an alarm takes it back to what it was at the start of the period of 8 hours, the last good version;
 *   <li>the threshold never exceeds forty times the floor, whatever is learned.
 * </ul>
 *
 * <p>People who call an alarm false lower the sensitivity: the threshold is multiplied by up to {@value #MOST_LENIENT}.
 */
public final class AdaptiveThreshold {
    /** The threshold may be so many times higher because of what people said. */
    public static final double MOST_LENIENT = 4;

    private static final double LENIENCE_STEP = 1.5;
    /**
     * Any 24 hours touch four such periods at most. From the lowest in one to the highest after all four is 1.019 to the
     * fourth over 0.981, less than 1.1.
     */
    private static final long PERIOD = TimeUnit.HOURS.toNanos(8);

    private static final double PERIOD_MOVE = 0.019;
    private static final double QUANTILE = 0.95;
    private static final double CEILING = 40;
    private static final long BELOW = Long.MIN_VALUE;

    /** Distance of regular windows. */
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(250);
    /** A window is computed a little sooner or later than it is due. */
    private static final long SOON_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private double floor;
    private double factor;
    private final long confirmNs;
    private double baseline;
    private double periodStart;
    private long periodNs;
    private boolean learned;
    private double lenience = 1;
    private double last;
    /** Since when it has been above in every window. */
    private long aboveSinceNs = BELOW;

    private boolean on;

    /** A threshold that has learned nothing, for a measure that alarms after two windows. */
    public AdaptiveThreshold(double floor, double factor) {
        this(floor, factor, 2);
    }

    /**
     * A threshold that has learned nothing.
     *
     * @param floor never alarms below it, &gt; 0
     * @param factor an alarm needs so many times the baseline
     * @param stepsToAlarm regular windows of 250 ms in a row above it that make an alarm; windows between them count,
     *     too: none of them may be below
     */
    public AdaptiveThreshold(double floor, double factor, int stepsToAlarm) {
        this.floor = floor;
        this.factor = factor;
        confirmNs = (stepsToAlarm - 1) * STEP_NS - SOON_NS;
    }

    /** From the next window on with another floor and factor; what was learned stays, within the new limits. */
    public void change(double newFloor, double newFactor) {
        floor = newFloor;
        factor = newFactor;
        baseline = Math.min(baseline, CEILING * floor);
        periodStart = Math.min(periodStart, CEILING * floor);
    }

    /** Above this is an attack. */
    public double threshold() {
        return lenience * Math.min(Math.max(floor, factor * baseline), CEILING * floor);
    }

    /** Below this an attack is over. */
    public double offThreshold() {
        return threshold() / 2;
    }

    public double baseline() {
        return baseline;
    }

    /** How much higher the threshold is because people called alarms false, 1 to {@value #MOST_LENIENT}. */
    public double lenience() {
        return lenience;
    }

    public boolean on() {
        return on;
    }

    /** Whether it deserves a closer look: it is above, or half way there. */
    public boolean suspicious() {
        return on || last >= offThreshold();
    }

    /** Whether it is above, but not yet long enough. */
    public boolean pending() {
        return !on && aboveSinceNs != BELOW;
    }

    /**
     * Takes the value of a window.
     *
     * @param value what was estimated over the sliding second
     * @param fullSecond the part of it that was counted exactly over a full second: enough alone, at once
     * @param nowNs when this window ends
     */
    public boolean observe(double value, double fullSecond, long nowNs) {
        last = value;
        if (value > threshold()) {
            aboveSinceNs = aboveSinceNs == BELOW ? nowNs : aboveSinceNs;
            boolean alarm = nowNs - aboveSinceNs >= confirmNs || fullSecond > threshold();
            if (alarm && !on) {
                baseline = Math.min(baseline, learned ? periodStart : baseline);
            }
            on |= alarm;
        } else {
            aboveSinceNs = BELOW;
            on &= value >= offThreshold();
        }
        return on;
    }

    /** Learns from a calm second; the caller leaves out time under attack. */
    public void learn(double value, long nowNs) {
        if (on || value > threshold()) {
            return;
        }
        if (!learned || nowNs - periodNs >= PERIOD) {
            learned = true;
            periodNs = nowNs;
            periodStart = baseline;
        }
        double step = Math.max(floor / 200, 0.05 * baseline);
        double moved = baseline + step * (value > baseline ? QUANTILE : QUANTILE - 1);
        double free = floor / factor;
        double highest = Math.max(periodStart, free) * (1 + PERIOD_MOVE);
        double lowest = periodStart > free ? periodStart * (1 - PERIOD_MOVE) : 0;
        baseline = Math.max(lowest, Math.min(highest, Math.max(0, moved)));
    }

    /** A person called an alarm false: the threshold rises by half, within its limit. */
    public void calledFalse() {
        lenience = Math.min(MOST_LENIENT, lenience * LENIENCE_STEP);
        aboveSinceNs = BELOW;
        on = false;
    }

    /** A person confirmed an alarm: takes one earlier complaint back. */
    public void calledTrue() {
        lenience = Math.max(1, lenience / LENIENCE_STEP);
    }

    /** Whether it knows anything that makes a difference, now or soon. */
    public boolean isWorthKeeping() {
        return baseline > floor / factor / 2 || lenience > 1;
    }

    /** What has been learned, to be kept over a restart. */
    public Learned learned(long nowNs) {
        return new Learned(baseline, learned ? periodStart : baseline, learned ? nowNs - periodNs : 0, lenience);
    }

    /** Goes on with what was learned before, within the limits of this one. */
    public void restore(Learned kept, long nowNs) {
        baseline = Math.min(kept.baseline(), CEILING * floor);
        periodStart = Math.min(kept.periodStart(), CEILING * floor);
        periodNs = nowNs - Math.min(PERIOD, kept.periodAgeNs());
        lenience = Math.min(MOST_LENIENT, kept.lenience());
        learned = true;
    }

    /**
     * What is worth keeping.
     *
     * @param baseline &ge; 0
     * @param periodStart the baseline at the start of its period, &ge; 0
     * @param periodAgeNs how long that period has lasted, &ge; 0
     * @param lenience 1 to {@value #MOST_LENIENT}
     */
    public record Learned(double baseline, double periodStart, long periodAgeNs, double lenience) {
        public Learned {
            requireNotNegative("baseline", baseline);
            requireNotNegative("periodStart", periodStart);
            if (periodAgeNs < 0) {
                throw new IllegalArgumentException("periodAgeNs must be >= 0: " + periodAgeNs);
            }
            if (!(lenience >= 1 && lenience <= MOST_LENIENT)) {
                throw new IllegalArgumentException("lenience must be between 1 and " + MOST_LENIENT + ": " + lenience);
            }
        }

        private static void requireNotNegative(String name, double value) {
            if (!(value >= 0 && value < 1e12)) {
                throw new IllegalArgumentException(name + " must be >= 0 and < 1e12: " + value);
            }
        }
    }
}
