package io.sentinelsdn.detector.feature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The features of one flow over one interval between two polls, schema version 1. They can be computed from the
 * counters of an OpenFlow flow entry and from the public CSV layouts alike, and hold no address, id, port, absolute
 * time or age.
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
    public static final int VERSION = 1;

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
            "syn_share");

    /** Length of a row. */
    public static final int COUNT = 13;

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

    /** Upper bound of {@link #REVERSE_RATIO}. */
    public static final float MAX_RATIO = 1000;

    /** Protocol to pass when it is not known. */
    public static final int UNKNOWN_PROTOCOL = -1;

    /** SHA-256, hexadecimal, of version and names: models of another schema are refused. */
    public static final String HASH = hash();

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;

    private FlowFeatures() {}

    /**
     * Fills a row; allocates nothing.
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
        out[REVERSE_RATIO] = packets > 0 ? (float) Math.min(reversePackets / packets, MAX_RATIO) : Float.NaN;
        out[REVERSE_MEAN_SIZE] = reversePackets == 0 ? 0 : bounded(reverseBytes / reversePackets);
        out[ONE_WAY] = flag(!Double.isNaN(reversePackets), reversePackets == 0);
        out[PPS_CHANGE] = bounded(Math.log1p(pps) - Math.log1p(previousPps));
        out[SIZE_CHANGE] = bounded(Math.abs(meanSize - previousMeanSize));
        out[SYN_SHARE] = (float) synShare;
    }

    private static float flag(boolean known, boolean value) {
        return !known ? Float.NaN : value ? 1 : 0;
    }

    private static float log1p(double value) {
        return bounded(Math.log1p(value));
    }

    private static float bounded(double value) {
        return (float) Math.min(value, Float.MAX_VALUE);
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
