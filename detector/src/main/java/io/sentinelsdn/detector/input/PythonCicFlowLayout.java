package io.sentinelsdn.detector.input;

import java.util.List;

/**
 * Flows of the Python CICFlowMeter, as in AdDDoSDN. Durations are seconds, lengths are frames with headers, flags that
 * do not apply are -1. With a column {@code run} the rows split by run.
 */
final class PythonCicFlowLayout implements Layout {
    private static final int TCP = 6;

    @Override
    public String name() {
        return "cicflowmeter_python";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "protocol",
                "flow_duration",
                "tot_fwd_pkts",
                "tot_bwd_pkts",
                "totlen_fwd_pkts",
                "totlen_bwd_pkts",
                "syn_flag_cnt",
                "ack_flag_cnt");
    }

    @Override
    public List<String> labelColumns() {
        return List.of("Label_multi", "Attack_Type", "label", "Label_binary");
    }

    @Override
    public Mapper mapper(Columns in, String labelColumn, LabelledFlows out) {
        RowWriter writer = new RowWriter(out);
        FlowShape shape = new FlowShape(in, 1);
        boolean hasRun = in.has("run");
        boolean hasTime = in.has("timestamp");
        boolean hasEnds = in.has("src_ip") && in.has("dst_ip");
        return () -> {
            int protocol = Protocols.parse(in.text("protocol"));
            double duration = in.amount("flow_duration");
            double packets = in.amount("tot_fwd_pkts");
            double back = in.amount("tot_bwd_pkts");
            writer.fillWhole(
                    protocol,
                    packets,
                    in.amount("totlen_fwd_pkts"),
                    duration,
                    back,
                    in.amount("totlen_bwd_pkts"),
                    protocol == TCP ? synShare(in, packets, back) : Double.NaN);
            shape.fill(writer.row(), protocol, packets, back, 0, duration);
            writer.write(
                    in.text(labelColumn),
                    protocol,
                    hasRun ? in.text("run") : null,
                    hasTime ? Timestamps.parse(in.text("timestamp")) : Double.NaN);
            if (hasEnds) {
                out.addEnds(in.text("src_ip"), in.text("dst_ip"));
            }
        };
    }

    /** Flags are counted in both directions; a SYN without ACK comes from the client only. */
    private static double synShare(Columns in, double packets, double back) throws BadValue {
        double withoutAck = packets + back - in.number("ack_flag_cnt");
        double syn = Math.min(in.number("syn_flag_cnt"), withoutAck);
        return packets > 0 ? Math.max(0, Math.min(1, syn / packets)) : Double.NaN;
    }
}
