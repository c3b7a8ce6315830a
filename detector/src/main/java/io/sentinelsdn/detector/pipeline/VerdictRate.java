package io.sentinelsdn.detector.pipeline;

import java.util.function.LongSupplier;

/** How many flows a second were judged lately: over the last ten marks. Marked by the window thread; any thread asks. */
final class VerdictRate {
    private static final int MARKS = 11;

    private final LongSupplier total;
    private final long[] timeNs = new long[MARKS];
    private final long[] totals = new long[MARKS];
    private int marked;
    private volatile double perSecond;

    /** Of a number that only grows. */
    VerdictRate(LongSupplier total) {
        this.total = total;
    }

    /** Takes the number as it is now; once a second. */
    void mark(long nowNs) {
        int at = marked % MARKS;
        timeNs[at] = nowNs;
        totals[at] = total.getAsLong();
        marked++;
        int first = marked > MARKS ? marked % MARKS : 0;
        long span = nowNs - timeNs[first];
        perSecond = span > 0 ? (totals[at] - totals[first]) * 1e9 / span : 0;
    }

    /** Judged a second; 0 before the second mark. */
    double perSecond() {
        return perSecond;
    }
}
