package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;

/** Holds the row that a layout fills, and adds it to the flows with its label. Owned by the reading thread. */
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

    /** The row to fill before {@link #write}. */
    float[] row() {
        return row;
    }

    /** A whole flow: an entry that was made with its first packet and read once. Arguments as {@link FlowFeatures#fill}. */
    void fillWhole(
            int protocol,
            double packets,
            double bytes,
            double seconds,
            double reversePackets,
            double reverseBytes,
            double synShare) {
        double span = Math.max(seconds, POLL_SECONDS);
        FlowFeatures.fill(
                row, protocol, packets, bytes, span, reversePackets, reverseBytes, Double.NaN, Double.NaN, synShare);
        FlowFeatures.fillLife(row, Double.NaN, packets / span, bytes / span, reversePackets / span);
    }

    /** Adds the row; arguments as {@link LabelledFlows#add}. */
    void write(String label, int protocol, String run, double time) throws BadValue {
        out.add(row, Labels.ALL.indexOf(LabelText.classOf(label, protocol)), label, run, time);
    }
}
