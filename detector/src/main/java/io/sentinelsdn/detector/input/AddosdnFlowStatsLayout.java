package io.sentinelsdn.detector.input;

import java.util.List;

/**
 * AdDDoSDN's flow statistics: entries of one table without addresses or protocol, labelled by the phase of the run.
 * Counters and ages are not read, because they give the phase away: the rates of an interval come from the mean rates in
 * two polls and the time between, see {@link TablePolls}. Splits by run.
 */
final class AddosdnFlowStatsLayout implements Layout {
    @Override
    public String name() {
        return "adddosdn_flowstats";
    }

    @Override
    public List<String> columns() {
        return List.of("timestamp", "priority", "pkt_rate", "byte_rate");
    }

    @Override
    public List<String> labelColumns() {
        return List.of("Label_multi", "Label_binary");
    }

    @Override
    public Mapper mapper(Columns in, String labelColumn, LabelledFlows out) {
        TablePolls polls = new TablePolls(out);
        boolean hasRun = in.has("run");
        return new Mapper() {
            @Override
            public void record() throws BadValue {
                polls.add(new TablePolls.Reading(
                        hasRun ? in.text("run") : null,
                        Timestamps.parse(in.text("timestamp")),
                        in.text("priority"),
                        in.amount("pkt_rate"),
                        in.amount("byte_rate"),
                        in.text(labelColumn)));
            }

            @Override
            public void end() {
                polls.end();
            }
        };
    }
}
