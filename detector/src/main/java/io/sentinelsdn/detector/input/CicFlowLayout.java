package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import java.util.List;

/**
 * Flows of the original CICFlowMeter, in the columns of version 3 (CIC-IDS2017, CIC-DDoS2019) or 4 (CSE-CIC-IDS2018,
 * InSDN). Durations are microseconds; lengths are payload without headers, to which Ethernet, IPv4 and the least
 * transport header are added here. Protocol and timestamp may be missing. Its SYN flag column is not a count that can be
 * trusted (it is 0 in most SYN floods), so the SYN share is unknown.
 */
final class CicFlowLayout implements Layout {
    private static final List<String> VERSION_3 = List.of(
            "Flow Duration",
            "Total Fwd Packets",
            "Total Backward Packets",
            "Total Length of Fwd Packets",
            "Total Length of Bwd Packets");
    private static final List<String> VERSION_4 =
            List.of("Flow Duration", "Tot Fwd Pkts", "Tot Bwd Pkts", "TotLen Fwd Pkts", "TotLen Bwd Pkts");
    private static final List<String> VERSION_4_NEWER = List.of(
            "Flow Duration",
            "Total Fwd Packet",
            "Total Bwd packets",
            "Total Length of Fwd Packet",
            "Total Length of Bwd Packet");
    private static final double MICROS = 1e6;

    private final String name;
    private final List<String> columns;

    private CicFlowLayout(String name, List<String> columns) {
        this.name = name;
        this.columns = columns;
    }

    static CicFlowLayout version3() {
        return new CicFlowLayout("cicflowmeter_v3", VERSION_3);
    }

    static CicFlowLayout version4() {
        return new CicFlowLayout("cicflowmeter_v4", VERSION_4);
    }

    /** Version 4 from 2021 on, which names some columns in yet another way. */
    static CicFlowLayout version4Newer() {
        return new CicFlowLayout("cicflowmeter_v4_newer", VERSION_4_NEWER);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public List<String> labelColumns() {
        return List.of("Label");
    }

    @Override
    public Mapper mapper(Columns in, String labelColumn, LabelledFlows out) {
        RowWriter writer = new RowWriter(out);
        FlowShape shape = new FlowShape(in, 1 / MICROS);
        boolean hasProtocol = in.has("Protocol");
        boolean hasTime = in.has("Timestamp");
        return () -> {
            int protocol = hasProtocol ? Protocols.parse(in.text("Protocol")) : FlowFeatures.UNKNOWN_PROTOCOL;
            double duration = in.amount(columns.get(0));
            double packets = in.amount(columns.get(1));
            double back = in.amount(columns.get(2));
            double header = headerBytes(protocol);
            writer.fillWhole(
                    protocol,
                    packets,
                    in.amount(columns.get(3)) + packets * header,
                    duration / MICROS,
                    back,
                    in.amount(columns.get(4)) + back * header,
                    Double.NaN);
            shape.fill(writer.row(), protocol, packets, back, header, duration);
            writer.write(
                    in.text(labelColumn),
                    protocol,
                    null,
                    hasTime ? Timestamps.parse(in.text("Timestamp")) : Double.NaN);
        };
    }

    /** Ethernet 14, IPv4 20, and TCP 20 or UDP and ICMP 8; between them when the protocol is unknown. */
    private static double headerBytes(int protocol) {
        return switch (protocol) {
            case 6 -> 54;
            case -1 -> 48;
            default -> 42;
        };
    }
}
