package io.sentinelsdn.detector.feature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The features of one flow over one interval between two polls, schema version 2. They hold no address, id, port,
 * absolute time or age. What a source cannot know is unknown:
 *
 * <ul>
 *   <li>0 to 18: the interval and the life of the entry so far. A controller knows these from the counters of its flow
 *       entries, and so do all file layouts; see {@link #LIVE}.
 *   <li>19 to 37: the shape of a whole flow, packet by packet: flow exporters and captures know it, a controller does
 *       not.
 *   <li>38 to 44: what the other entries of the same table do, see {@link TableActivity}.
 * </ul>
 *
 * <p>A row is a {@code float[}{@link #COUNT}{@code ]} in the order of {@link #NAMES}. {@code NaN} means unknown; the
 * trees send it left, as if it were the smallest value. No value is infinite.
 *
 * <p>Sizes are bytes of Ethernet frames without checksum, as Open vSwitch counts them: a TCP SYN without options over
 * IPv4 is 54.
 *
 * <p>Stateless; any thread.
 */
public final class FlowFeatures {
    /** Version of names, order and meaning; a change of any of these is a new version. */
    public static final int VERSION = 2;

    /** Names in row order. */
    public static final List<String> NAMES = List.of(
            "is_tcp",
            "is_udp",
            "is_icmp",
            "log_pps",
            "log_bytes_per_second",
            "mean_size",
            "log_reverse_pps",
            "reverse_ratio",
            "reverse_mean_size",
            "one_way",
            "pps_change",
            "size_change",
            "syn_share",
            "life_log_pps",
            "life_log_bytes_per_second",
            "life_mean_size",
            "life_reverse_ratio",
            "rate_vs_life",
            "reverse_bytes_ratio",
            "size_min",
            "size_max",
            "size_variation",
            "reverse_size_variation",
            "gap_variation",
            "reverse_gap_variation",
            "longest_gap_share",
            "gap_peak",
            "log_mean_gap",
            "log_reverse_mean_gap",
            "log_reverse_longest_gap",
            "ack_share",
            "psh_share",
            "rst_share",
            "fin_share",
            "header_size",
            "data_share",
            "log_window",
            "log_reverse_window",
            "table_rate_vs_life",
            "table_rate_vs_calm",
            "table_shift",
            "table_active_share",
            "table_quiet_share",
            "table_recent_shift",
            "table_recent_quiet");

    /** Length of a row. */
    public static final int COUNT = 45;

    public static final int IS_TCP = 0;
    public static final int IS_UDP = 1;
    public static final int IS_ICMP = 2;
    /** ln(1 + packets/s). */
    public static final int LOG_PPS = 3;
    /** ln(1 + bytes/s). */
    public static final int LOG_BYTES_PER_SECOND = 4;
    /** Bytes a packet; of the interval before when this one has no packet. */
    public static final int MEAN_SIZE = 5;
    /** ln(1 + packets/s) of the flow in the other direction. */
    public static final int LOG_REVERSE_PPS = 6;
    /** Packets back for each packet, at most {@link #MAX_RATIO}. */
    public static final int REVERSE_RATIO = 7;
    /** Bytes a packet of the other direction; 0 when it has none. */
    public static final int REVERSE_MEAN_SIZE = 8;
    /** 1 when nothing comes back, else 0. */
    public static final int ONE_WAY = 9;
    /** ln((1 + packets/s) / (1 + packets/s of the interval before)). */
    public static final int PPS_CHANGE = 10;
    /** Bytes by which the mean size differs from the interval before, without sign. */
    public static final int SIZE_CHANGE = 11;
    /** Share of the packets that are TCP SYN without ACK, 0 to 1. */
    public static final int SYN_SHARE = 12;
    /** ln(1 + packets/s) since the entry was made. */
    public static final int LIFE_LOG_PPS = 13;
    /** ln(1 + bytes/s) since the entry was made. */
    public static final int LIFE_LOG_BYTES_PER_SECOND = 14;
    /** Bytes a packet since the entry was made. */
    public static final int LIFE_MEAN_SIZE = 15;
    /** As {@link #REVERSE_RATIO}, of the packets/s since both entries were made. */
    public static final int LIFE_REVERSE_RATIO = 16;
    /** ln((0.1 + packets/s) / (0.1 + packets/s since the entry was made)); unknown while the interval is its life. */
    public static final int RATE_VS_LIFE = 17;
    /** ln((1 + bytes back) / (1 + bytes)). */
    public static final int REVERSE_BYTES_RATIO = 18;
    /** First feature of a flow's shape; up to {@link #TABLE} not known live. */
    public static final int SHAPE = 19;

    public static final int SIZE_MIN = 19;
    public static final int SIZE_MAX = 20;
    /** Standard deviation of the sizes by their mean. */
    public static final int SIZE_VARIATION = 21;

    public static final int REVERSE_SIZE_VARIATION = 22;
    /** Standard deviation of the times between packets by their mean. */
    public static final int GAP_VARIATION = 23;

    public static final int REVERSE_GAP_VARIATION = 24;
    /** The longest time between packets of either direction by the time from first to last. */
    public static final int LONGEST_GAP_SHARE = 25;
    /** The longest time between packets by their mean. */
    public static final int GAP_PEAK = 26;
    /** ln of the mean time between packets in seconds, not below a tenth of a microsecond. */
    public static final int LOG_MEAN_GAP = 27;

    public static final int LOG_REVERSE_MEAN_GAP = 28;
    /** ln of the longest time between packets of the other direction in seconds. */
    public static final int LOG_REVERSE_LONGEST_GAP = 29;
    /** Packets of both directions with this TCP flag by all packets; some exporters count one a flow at most. */
    public static final int ACK_SHARE = 30;

    public static final int PSH_SHARE = 31;
    public static final int RST_SHARE = 32;
    public static final int FIN_SHARE = 33;
    /** Header bytes a packet, as the exporter counts them. */
    public static final int HEADER_SIZE = 34;
    /** Share of the packets that carry data. */
    public static final int DATA_SHARE = 35;
    /** ln(1 + first TCP window). */
    public static final int LOG_WINDOW = 36;

    public static final int LOG_REVERSE_WINDOW = 37;
    /** First of the features that {@link TableActivity} fills. */
    public static final int TABLE = 38;

    /** Upper bound of {@link #REVERSE_RATIO}. */
    public static final float MAX_RATIO = 1000;

    /** Protocol to pass when it is not known. */
    public static final int UNKNOWN_PROTOCOL = -1;

    /** What the live flow table can fill: indices below this one. */
    public static final int LIVE = SHAPE;

    /**
     * Features without a scale of their own: shares, ratios, variations, frame sizes. Only these mean the same on a
     * network that is ten times as fast, or to another exporter.
     */
    public static final List<String> TRANSFERABLE = List.of(
            "is_tcp",
            "is_udp",
            "is_icmp",
            "mean_size",
            "reverse_ratio",
            "reverse_mean_size",
            "one_way",
            "pps_change",
            "size_change",
            "syn_share",
            "life_mean_size",
            "life_reverse_ratio",
            "rate_vs_life",
            "reverse_bytes_ratio",
            "size_min",
            "size_max",
            "size_variation",
            "reverse_size_variation",
            "gap_variation",
            "reverse_gap_variation",
            "longest_gap_share",
            "gap_peak",
            "data_share",
            "table_rate_vs_life",
            "table_rate_vs_calm",
            "table_shift",
            "table_active_share",
            "table_quiet_share",
            "table_recent_shift",
            "table_recent_quiet");

    /** SHA-256, hexadecimal, of version and names: models of another schema are refused. */
    public static final String HASH = hash();

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final double QUIET_PPS = 0.1;

    private FlowFeatures() {}

    /**
     * Fills the features of the interval; all others become unknown. Allocates nothing.
     *
     * @param out the row, at least {@link #COUNT} long
     * @param protocol IP protocol number, or {@link #UNKNOWN_PROTOCOL}
     * @param packets packets of the flow in the interval
     * @param bytes bytes of the flow in the interval
     * @param seconds length of the interval; 0 or less makes the rates unknown
     * @param reversePackets packets of the opposite flow in the interval; 0 when there is none, {@code NaN} when that
     *     cannot be known
     * @param reverseBytes bytes of the opposite flow in the interval
     * @param previousPps packets/s in the interval before, {@code NaN} when there was none
     * @param previousMeanSize bytes a packet in the interval before, {@code NaN} when there was none
     * @param synShare share of the packets that are TCP SYN without ACK, {@code NaN} when unknown or not TCP
     */
    public static void fill(
            float[] out,
            int protocol,
            double packets,
            double bytes,
            double seconds,
            double reversePackets,
            double reverseBytes,
            double previousPps,
            double previousMeanSize,
            double synShare) {
        Arrays.fill(out, 0, COUNT, Float.NaN);
        boolean known = protocol >= 0;
        out[IS_TCP] = flag(known, protocol == TCP);
        out[IS_UDP] = flag(known, protocol == UDP);
        out[IS_ICMP] = flag(known, protocol == ICMP || protocol == ICMPV6);
        double pps = seconds > 0 ? packets / seconds : Double.NaN;
        double meanSize = packets > 0 ? bytes / packets : previousMeanSize;
        out[LOG_PPS] = log1p(pps);
        out[LOG_BYTES_PER_SECOND] = seconds > 0 ? log1p(bytes / seconds) : Float.NaN;
        out[MEAN_SIZE] = bounded(meanSize);
        out[LOG_REVERSE_PPS] = seconds > 0 ? log1p(reversePackets / seconds) : Float.NaN;
        out[REVERSE_RATIO] = ratio(reversePackets, packets);
        out[REVERSE_MEAN_SIZE] = reversePackets == 0 ? 0 : bounded(reverseBytes / reversePackets);
        out[ONE_WAY] = flag(!Double.isNaN(reversePackets), reversePackets == 0);
        out[PPS_CHANGE] = bounded(Math.log1p(pps) - Math.log1p(previousPps));
        out[SIZE_CHANGE] = bounded(Math.abs(meanSize - previousMeanSize));
        out[SYN_SHARE] = (float) synShare;
        out[REVERSE_BYTES_RATIO] = bounded(Math.log1p(reverseBytes) - Math.log1p(bytes));
    }

    /**
     * Adds the features of the entry's life so far; call it after {@link #fill}. Allocates nothing.
     *
     * @param out the row
     * @param pps packets/s in the interval, {@code NaN} when the entry has not lived longer than the interval
     * @param lifePps packets/s since the entry was made
     * @param lifeBytesPerSecond bytes/s since the entry was made
     * @param reverseLifePps packets/s of the opposite entry since it was made; 0 when there is none, {@code NaN} when
     *     that cannot be known
     */
    public static void fillLife(
            float[] out, double pps, double lifePps, double lifeBytesPerSecond, double reverseLifePps) {
        out[LIFE_LOG_PPS] = log1p(lifePps);
        out[LIFE_LOG_BYTES_PER_SECOND] = log1p(lifeBytesPerSecond);
        out[LIFE_MEAN_SIZE] = lifePps > 0 ? bounded(lifeBytesPerSecond / lifePps) : Float.NaN;
        out[LIFE_REVERSE_RATIO] = ratio(reverseLifePps, lifePps);
        out[RATE_VS_LIFE] = bounded(Math.log((pps + QUIET_PPS) / (lifePps + QUIET_PPS)));
    }

    /** Makes unknown what the live flow table cannot know. */
    public static void maskToLive(float[] row) {
        Arrays.fill(row, LIVE, COUNT, Float.NaN);
    }

    private static float ratio(double back, double forth) {
        return forth > 0 ? (float) Math.min(back / forth, MAX_RATIO) : Float.NaN;
    }

    private static float flag(boolean known, boolean value) {
        return !known ? Float.NaN : value ? 1 : 0;
    }

    private static float log1p(double value) {
        return bounded(Math.log1p(value));
    }

    private static float bounded(double value) {
        return (float) Math.max(-Float.MAX_VALUE, Math.min(value, Float.MAX_VALUE));
    }

    private static String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String text = "flow-features " + VERSION + "\n" + String.join("\n", NAMES);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
