package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.input.PolledFlows.Poll;
import java.util.List;

/** The widely copied {@code FlowStatsfile.csv} of Ryu applications: flow entries polled every 10 s. Splits by time. */
final class RyuFlowStatsLayout implements Layout {
    @Override
    public String name() {
        return "ryu_flowstats";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "timestamp",
                "datapath_id",
                "ip_src",
                "tp_src",
                "ip_dst",
                "tp_dst",
                "ip_proto",
                "flow_duration_sec",
                "flow_duration_nsec",
                "packet_count",
                "byte_count");
    }

    @Override
    public List<String> labelColumns() {
        return List.of("label");
    }

    @Override
    public Mapper mapper(Columns in, String labelColumn, LabelledFlows out) {
        PolledFlows flows = new PolledFlows(out);
        return new Mapper() {
            @Override
            public void record() throws BadValue {
                String protocol = in.text("ip_proto");
                String at = in.text("datapath_id") + ' ' + protocol + ' ';
                String src = in.text("ip_src") + ' ' + in.text("tp_src");
                String dst = in.text("ip_dst") + ' ' + in.text("tp_dst");
                flows.add(new Poll(
                        in.text("timestamp") + ' ',
                        at + src + ' ' + dst,
                        at + dst + ' ' + src,
                        Protocols.parse(protocol),
                        in.amount("timestamp"),
                        in.amount("packet_count"),
                        in.amount("byte_count"),
                        in.amount("flow_duration_sec") + in.amount("flow_duration_nsec") * 1e-9,
                        null,
                        in.text(labelColumn)));
            }

            @Override
            public void end() {
                flows.end();
            }
        };
    }
}
