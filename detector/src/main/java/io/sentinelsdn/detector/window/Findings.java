package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.threshold.Measure;
import java.util.ArrayList;
import java.util.List;

/**
 * What the present window says about single culprits, for measures that are about who does it: bounded, made anew with
 * each window. Owned by the window thread.
 */
final class Findings {
    private static final int MOST = 1024;

    /**
     * A culprit.
     *
     * @param measure what it does
     * @param dstHi upper half of whom it does it to
     * @param dstLo lower half
     * @param srcHi upper half of the culprit
     * @param srcLo lower half
     * @param dpid switch where it enters
     * @param inPort port where it enters
     * @param protocol IP protocol number
     * @param value its part of the measure
     * @param pps its packets per second
     * @param lasting whether it has gone on long enough to need no second window
     */
    record Finding(
            Measure measure,
            long dstHi,
            long dstLo,
            long srcHi,
            long srcLo,
            long dpid,
            int inPort,
            int protocol,
            double value,
            double pps,
            boolean lasting) {
        Finding(
                Measure measure,
                long dstHi,
                long dstLo,
                long srcHi,
                long srcLo,
                long dpid,
                int inPort,
                int protocol,
                double value,
                double pps) {
            this(measure, dstHi, dstLo, srcHi, srcLo, dpid, inPort, protocol, value, pps, false);
        }
    }

    private final List<Finding> all = new ArrayList<>();

    void clear() {
        all.clear();
    }

    void add(Finding finding) {
        if (all.size() < MOST) {
            all.add(finding);
        }
    }

    /** An unmodifiable view would cost nothing either, but this stays in the package. */
    List<Finding> all() {
        return all;
    }
}
