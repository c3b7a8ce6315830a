package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.domain.net.IpProto;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Packets to rows: for each five-tuple and second in which it had packets one row, as a controller that polls every
 * second would see the entry of this flow. Seconds count from the first packet; a packet that is older than its
 * predecessors counts in their second. Owned by the reading thread.
 */
final class CaptureFlows {
    private static final int MOST_FLOWS = 1_000_000;
    private static final double TO_FORGET_SECONDS = 60;

    /** A row is ready. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes a row.
         *
         * @param row {@code float[}{@link FlowFeatures#COUNT}{@code ]}, to be copied
         * @param time begin of its second, in seconds since 1970
         */
        void row(float[] row, FlowTuple flow, double time, long packets, long bytes);
    }

    private static final class Counts {
        long packets;
        long bytes;
        long syns;
    }

    /** What the flow did in the last second in which it had packets. */
    private record Past(double second, double pps, double meanSize) {}

    private final Sink sink;
    private final Map<FlowTuple, Counts> now = new LinkedHashMap<>();
    private final Map<FlowTuple, Past> past = new HashMap<>();
    private final float[] row = new float[FlowFeatures.COUNT];
    private double first = Double.NaN;
    private double second = Double.NEGATIVE_INFINITY;

    CaptureFlows(Sink sink) {
        this.sink = sink;
    }

    void packet(FlowTuple flow, double time, int frameBytes, int tcpFlags) {
        first = Double.isNaN(first) ? time : first;
        double at = Math.floor(time - first);
        if (at > second) {
            end();
            second = at;
        }
        Counts counts = now.get(flow);
        if (counts == null) {
            if (now.size() == MOST_FLOWS) {
                throw new IllegalArgumentException("more than " + MOST_FLOWS + " flows in one second");
            }
            counts = new Counts();
            now.put(flow, counts);
        }
        counts.packets++;
        counts.bytes += frameBytes;
        counts.syns += (tcpFlags & (IpProto.TCP_SYN | IpProto.TCP_ACK)) == IpProto.TCP_SYN ? 1 : 0;
    }

    /** Tells of the second that is under way. */
    void end() {
        now.forEach(this::tell);
        now.forEach((flow, counts) ->
                past.put(flow, new Past(second, counts.packets, (double) counts.bytes / counts.packets)));
        now.clear();
        if (past.size() > MOST_FLOWS) {
            past.values().removeIf(seen -> second - seen.second() > TO_FORGET_SECONDS);
        }
        if (past.size() > 2 * MOST_FLOWS) {
            throw new IllegalArgumentException("more than " + 2 * MOST_FLOWS + " flows in a minute");
        }
    }

    private void tell(FlowTuple flow, Counts counts) {
        Counts back = now.get(flow.reverse());
        Past before = past.get(flow);
        boolean continued = before != null && second - before.second() <= TO_FORGET_SECONDS;
        FlowFeatures.fill(
                row,
                flow.protocol(),
                (double) counts.packets,
                (double) counts.bytes,
                1,
                back == null ? 0 : (double) back.packets,
                back == null ? 0 : (double) back.bytes,
                continued ? before.second() == second - 1 ? before.pps() : 0 : Double.NaN,
                continued ? before.meanSize() : Double.NaN,
                flow.protocol() == IpProto.TCP ? (double) counts.syns / counts.packets : Double.NaN);
        sink.row(row, flow, first + second, counts.packets, counts.bytes);
    }
}
