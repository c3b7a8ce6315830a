package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import java.util.List;

/**
 * AdDDoSDN's flow statistics: counters of table entries without addresses or protocol, labelled by the phase of the
 * run. Entries cannot be told apart from poll to poll, so rates are means since the entry was made; the age itself, which
 * nearly gives the label away, is not used.
 */
final class AddosdnFlowStatsLayout implements Layout {
    @Override
    public String name() {
        return "adddosdn_flowstats";
    }

    @Override
    public List<String> columns() {
        return List.of("run", "timestamp", "packet_count", "byte_count", "duration_sec", "duration_nsec", "priority");
    }

    @Override
    public List<String> labelColumns() {
        return List.of("Label_multi", "Label_binary");
    }

    @Override
    public Mapper mapper(Columns in, String labelColumn, LabelledFlows out) {
        RowWriter writer = new RowWriter(out);
        return () -> writer.write(
                FlowFeatures.UNKNOWN_PROTOCOL,
                in.amount("packet_count"),
                in.amount("byte_count"),
                Math.max(in.amount("duration_sec") + in.amount("duration_nsec") * 1e-9, RowWriter.POLL_SECONDS),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                in.text(labelColumn),
                in.text("run"),
                Timestamps.parse(in.text("timestamp")));
    }
}
