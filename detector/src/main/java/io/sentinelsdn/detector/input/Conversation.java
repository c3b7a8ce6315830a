package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.domain.net.IpProto;

/** The shape of a captured flow and the one in the other direction, as far as they have come. Owned by the reading thread. */
final class Conversation {
    private static final double SHORTEST_GAP = 1e-7;

    /** Mean, deviation and extremes of numbers, by sums. */
    private static final class Spread {
        private long count;
        private double sum;
        private double squares;
        private double least = Double.POSITIVE_INFINITY;
        private double most;

        void add(double value) {
            count++;
            sum += value;
            squares += value * value;
            least = Math.min(least, value);
            most = Math.max(most, value);
        }

        double mean() {
            return sum / count;
        }

        /** Standard deviation by the mean; {@code NaN} where that is 0 or not known. */
        float variation() {
            double variance = Math.max(0, squares / count - mean() * mean());
            return by(Math.sqrt(variance), mean());
        }
    }

    private static final class Side {
        private final Spread sizes = new Spread();
        private final Spread gaps = new Spread();
        private final long[] flags = new long[4];
        private double last = Double.NaN;
        private long headers;
        private long withData;
        private int window = -1;

        void add(CapturedPacket packet) {
            if (sizes.count > 0) {
                gaps.add(Math.max(0, packet.time - last));
            } else {
                window = packet.window;
            }
            last = packet.time;
            sizes.add(packet.frameBytes);
            flags[0] += bit(packet.tcpFlags, IpProto.TCP_ACK);
            flags[1] += bit(packet.tcpFlags, IpProto.TCP_PSH);
            flags[2] += bit(packet.tcpFlags, IpProto.TCP_RST);
            flags[3] += bit(packet.tcpFlags, IpProto.TCP_FIN);
            headers += packet.headerBytes;
            withData += packet.dataBytes > 0 ? 1 : 0;
        }

        private static int bit(int flags, int mask) {
            return (flags & mask) == 0 ? 0 : 1;
        }

        private float logMeanGap() {
            return gaps.count == 0 ? Float.NaN : (float) Math.log(Math.max(gaps.mean(), SHORTEST_GAP));
        }

        private float logWindow() {
            return window < 0 ? Float.NaN : (float) Math.log1p(window);
        }
    }

    private final FlowTuple began;
    private final Side there = new Side();
    private final Side back = new Side();
    private final double first;
    private double longestGap;
    private double last;

    /** Begins with the flow of its first packet. */
    Conversation(FlowTuple began, double time) {
        this.began = began;
        first = time;
        last = time;
    }

    /** Counts a packet of either direction. */
    void add(CapturedPacket packet) {
        longestGap = Math.max(longestGap, packet.time - last);
        last = Math.max(last, packet.time);
        (packet.flow.equals(began) ? there : back).add(packet);
    }

    /** Time of the newest packet, in seconds since 1970. */
    double last() {
        return last;
    }

    /** Fills the features of the shape. */
    void fill(float[] row, FlowTuple flow) {
        Side own = flow.equals(began) ? there : back;
        Side other = flow.equals(began) ? back : there;
        row[FlowFeatures.SIZE_MIN] = (float) own.sizes.least;
        row[FlowFeatures.SIZE_MAX] = (float) own.sizes.most;
        row[FlowFeatures.SIZE_VARIATION] = own.sizes.variation();
        row[FlowFeatures.REVERSE_SIZE_VARIATION] = other.sizes.variation();
        row[FlowFeatures.GAP_VARIATION] = own.gaps.variation();
        row[FlowFeatures.REVERSE_GAP_VARIATION] = other.gaps.variation();
        row[FlowFeatures.LONGEST_GAP_SHARE] = by(longestGap, last - first);
        row[FlowFeatures.GAP_PEAK] = by(own.gaps.most, own.gaps.mean());
        row[FlowFeatures.LOG_MEAN_GAP] = own.logMeanGap();
        row[FlowFeatures.LOG_REVERSE_MEAN_GAP] = other.logMeanGap();
        row[FlowFeatures.LOG_REVERSE_LONGEST_GAP] =
                other.gaps.count == 0 ? Float.NaN : (float) Math.log(Math.max(other.gaps.most, SHORTEST_GAP));
        for (int i = 0; i < own.flags.length; i++) {
            row[FlowFeatures.ACK_SHARE + i] = by(own.flags[i] + other.flags[i], own.sizes.count + other.sizes.count);
        }
        row[FlowFeatures.HEADER_SIZE] = by(own.headers, own.sizes.count);
        row[FlowFeatures.DATA_SHARE] = by(own.withData, own.sizes.count);
        row[FlowFeatures.LOG_WINDOW] = own.logWindow();
        row[FlowFeatures.LOG_REVERSE_WINDOW] = other.logWindow();
    }

    private static float by(long value, long of) {
        return by((double) value, (double) of);
    }

    private static float by(double value, double of) {
        return of > 0 ? (float) (value / of) : Float.NaN;
    }
}
