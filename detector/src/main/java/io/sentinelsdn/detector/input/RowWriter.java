package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;

/** Turns counters of one flow into a row. Owned by the reading thread. */
final class RowWriter {
    /**
     * Whole flows are taken as seen by a poll of this length, in seconds: a controller cannot see rates inside it. Two
     * packets a microsecond apart are 2 packets/s, not 2 million.
     */
    static final double POLL_SECONDS = 1;

    private final LabelledFlows out;
    private final float[] row = new float[FlowFeatures.COUNT];

    RowWriter(LabelledFlows out) {
        this.out = out;
    }

    /** Counters as {@link FlowFeatures#fill} wants them; label and split key as {@link LabelledFlows#add}. */
    void write(
            int protocol,
            double packets,
            double bytes,
            double seconds,
            double reversePackets,
            double reverseBytes,
            double previousPps,
            double previousMeanSize,
            double synShare,
            String label,
            String run,
            double time)
            throws BadValue {
        int classIndex = Labels.ALL.indexOf(LabelText.classOf(label, protocol));
        FlowFeatures.fill(
                row,
                protocol,
                packets,
                bytes,
                seconds,
                reversePackets,
                reverseBytes,
                previousPps,
                previousMeanSize,
                synShare);
        out.add(row, classIndex, label, run, time);
    }
}
