package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.input.PolledFlows.Poll;
import java.util.List;

/**
 * The "DDOS attack SDN dataset" (Ahuja, Singal, Mukhopadhyay; Mendeley Data 2020): flow entries of Open vSwitch polled
 * every 30 s, one row a switch port. Splits by {@code dt}. Port statistics and per-switch counts in the rows are not
 * used; totals are turned into deltas here, because the file's own deltas are negative where a counter was reset.
 */
final class MendeleySdnLayout implements Layout {
    @Override
    public String name() {
        return "mendeley_sdn";
    }

    @Override
    public List<String> columns() {
        return List.of("dt", "switch", "src", "dst", "pktcount", "bytecount", "dur", "dur_nsec", "Protocol");
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
                String protocol = in.text("Protocol");
                String at = in.text("switch") + ' ' + protocol + ' ';
                String src = in.text("src");
                String dst = in.text("dst");
                flows.add(new Poll(
                        in.text("dt") + ' ',
                        at + src + ' ' + dst,
                        at + dst + ' ' + src,
                        Protocols.parse(protocol),
                        in.amount("dt"),
                        in.amount("pktcount"),
                        in.amount("bytecount"),
                        in.amount("dur") + in.amount("dur_nsec") * 1e-9,
                        in.text(labelColumn)));
            }

            @Override
            public void end() {
                flows.end();
            }
        };
    }
}
