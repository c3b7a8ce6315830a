package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import java.util.List;
import java.util.stream.Stream;

/**
 * The shape of a whole flow as CICFlowMeter and its kin write it, under whichever names a version gives the columns.
 * Columns that are not there, and values that make no sense, are unknown. Owned by the reading thread.
 */
final class FlowShape {
    private static final int TCP = 6;
    private static final double SHORTEST_GAP = 1e-7;

    private final Columns in;
    private final double secondsPerUnit;
    private final String sizeMin;
    private final String sizeMax;
    private final String sizeStd;
    private final String reverseSizeStd;
    private final String gapMean;
    private final String gapStd;
    private final String gapMax;
    private final String reverseGapMean;
    private final String reverseGapStd;
    private final String reverseGapMax;
    private final String longestGap;
    private final List<String> flags;
    private final String header;
    private final String data;
    private final String window;
    private final String reverseWindow;

    /** Finds the columns; times in the file are multiples of {@code secondsPerUnit}. */
    FlowShape(Columns in, double secondsPerUnit) {
        this.in = in;
        this.secondsPerUnit = secondsPerUnit;
        sizeMin = first("Fwd Packet Length Min", "Fwd Pkt Len Min", "fwd_pkt_len_min");
        sizeMax = first("Fwd Packet Length Max", "Fwd Pkt Len Max", "fwd_pkt_len_max");
        sizeStd = first("Fwd Packet Length Std", "Fwd Pkt Len Std", "fwd_pkt_len_std");
        reverseSizeStd = first("Bwd Packet Length Std", "Bwd Pkt Len Std", "bwd_pkt_len_std");
        gapMean = first("Fwd IAT Mean", "fwd_iat_mean");
        gapStd = first("Fwd IAT Std", "fwd_iat_std");
        gapMax = first("Fwd IAT Max", "fwd_iat_max");
        reverseGapMean = first("Bwd IAT Mean", "bwd_iat_mean");
        reverseGapStd = first("Bwd IAT Std", "bwd_iat_std");
        reverseGapMax = first("Bwd IAT Max", "bwd_iat_max");
        longestGap = first("Flow IAT Max", "flow_iat_max");
        flags = Stream.of("ACK", "PSH", "RST", "FIN")
                .map(flag -> first(flag + " Flag Count", flag + " Flag Cnt", flag + "_flag_cnt"))
                .map(name -> name == null ? "" : name)
                .toList();
        header = first("Fwd Header Length", "Fwd Header Len", "fwd_header_len");
        data = first("act_data_pkt_fwd", "Fwd Act Data Pkts", "fwd_act_data_pkts");
        window = first("Init_Win_bytes_forward", "Init Fwd Win Byts", "FWD Init Win Bytes", "init_fwd_win_byts");
        reverseWindow =
                first("Init_Win_bytes_backward", "Init Bwd Win Byts", "Bwd Init Win Bytes", "init_bwd_win_byts");
    }

    /**
     * Fills the shape of the current record.
     *
     * @param headerBytes what the file's sizes lack of a frame
     * @param duration from the first packet to the last, in the file's unit
     */
    void fill(float[] row, int protocol, double packets, double back, double headerBytes, double duration)
            throws BadValue {
        row[FlowFeatures.SIZE_MIN] = packets > 0 ? (float) (value(sizeMin) + headerBytes) : Float.NaN;
        row[FlowFeatures.SIZE_MAX] = packets > 0 ? (float) (value(sizeMax) + headerBytes) : Float.NaN;
        row[FlowFeatures.SIZE_VARIATION] = by(value(sizeStd), row[FlowFeatures.MEAN_SIZE]);
        row[FlowFeatures.REVERSE_SIZE_VARIATION] = by(value(reverseSizeStd), row[FlowFeatures.REVERSE_MEAN_SIZE]);
        double gap = value(gapMean);
        double reverseGap = value(reverseGapMean);
        row[FlowFeatures.GAP_VARIATION] = by(value(gapStd), gap);
        row[FlowFeatures.REVERSE_GAP_VARIATION] = by(value(reverseGapStd), reverseGap);
        row[FlowFeatures.LONGEST_GAP_SHARE] = Math.min(1, by(value(longestGap), duration));
        row[FlowFeatures.GAP_PEAK] = by(value(gapMax), gap);
        row[FlowFeatures.LOG_MEAN_GAP] = packets > 1 ? logSeconds(gap) : Float.NaN;
        row[FlowFeatures.LOG_REVERSE_MEAN_GAP] = back > 1 ? logSeconds(reverseGap) : Float.NaN;
        row[FlowFeatures.LOG_REVERSE_LONGEST_GAP] = back > 1 ? logSeconds(value(reverseGapMax)) : Float.NaN;
        for (int i = 0; i < flags.size(); i++) {
            row[FlowFeatures.ACK_SHARE + i] = share(flags.get(i), packets + back);
        }
        row[FlowFeatures.HEADER_SIZE] = by(value(header), packets);
        row[FlowFeatures.DATA_SHARE] = share(data, packets);
        row[FlowFeatures.LOG_WINDOW] = logWindow(window, protocol);
        row[FlowFeatures.LOG_REVERSE_WINDOW] = logWindow(reverseWindow, protocol);
    }

    private float logSeconds(double units) {
        return (float) Math.log(Math.max(units * secondsPerUnit, SHORTEST_GAP));
    }

    /** Windows of what is not TCP are not there, whatever the file writes. */
    private float logWindow(String column, int protocol) throws BadValue {
        boolean tcp = protocol == TCP || protocol == FlowFeatures.UNKNOWN_PROTOCOL;
        return tcp ? (float) Math.log1p(value(column)) : Float.NaN;
    }

    private float share(String column, double of) throws BadValue {
        return Math.min(1, by(value(column), of));
    }

    private static float by(double value, double of) {
        return of > 0 ? (float) Math.min(value / of, Float.MAX_VALUE) : Float.NaN;
    }

    /** A value &ge; 0, or {@code NaN}. */
    private double value(String column) throws BadValue {
        double value = column == null || column.isEmpty() ? Double.NaN : in.number(column);
        return value >= 0 && value < Double.POSITIVE_INFINITY ? value : Double.NaN;
    }

    private String first(String... names) {
        return Stream.of(names).filter(in::has).findFirst().orElse(null);
    }
}
