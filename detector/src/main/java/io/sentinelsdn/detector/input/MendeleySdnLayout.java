package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.input.PolledFlows.Counted;
import io.sentinelsdn.detector.input.PolledFlows.Poll;
import java.util.List;

/**
 * The "DDOS attack SDN dataset" (Ahuja, Singal, Mukhopadhyay; Mendeley Data 2020): flow entries of Open vSwitch polled
 * every 30 s, one row a switch port. Splits by {@code dt}. Deltas are the file's own ({@code pktperflow},
 * {@code byteperflow}) where it has them: it holds not every poll, and some are out of order. They are 0 when the entry
 * is seen first and negative when it was made anew; there, the entry's life is the interval. Port statistics and counts
 * of the switch are not used.
 */
final class MendeleySdnLayout implements Layout {
    private static final double POLL_SECONDS = 30;
    /** An entry seen first is younger than this, in seconds. */
    private static final double YOUNG = 35;

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
        boolean hasDeltas = in.has("pktperflow") && in.has("byteperflow");
        return new Mapper() {
            @Override
            public void record() throws BadValue {
                String protocol = in.text("Protocol");
                String at = in.text("switch") + ' ' + protocol + ' ';
                String src = in.text("src");
                String dst = in.text("dst");
                double age = in.amount("dur") + in.amount("dur_nsec") * 1e-9;
                flows.add(new Poll(
                        in.text("dt") + ' ',
                        at + src + ' ' + dst,
                        at + dst + ' ' + src,
                        Protocols.parse(protocol),
                        in.amount("dt"),
                        in.amount("pktcount"),
                        in.amount("bytecount"),
                        age,
                        hasDeltas ? interval(in.number("pktperflow"), in.number("byteperflow"), age) : null,
                        in.text(labelColumn)));
            }

            @Override
            public void end() {
                flows.end();
            }
        };
    }

    private static Counted interval(double packets, double bytes, double age) {
        boolean known = (packets > 0 && bytes >= 0) || (packets == 0 && bytes == 0 && age >= YOUNG);
        return known ? new Counted(packets, bytes, POLL_SECONDS) : null;
    }
}
