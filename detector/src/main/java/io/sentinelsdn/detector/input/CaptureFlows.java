package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.domain.net.IpProto;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Packets to rows: for each five-tuple and second in which it had packets one row, as a controller that polls every
 * second would see the entry of this flow. Where {@value #COARSE} or more flows of a protocol meet at a destination in one
 * second they are one row together, as a controller counts them then; else a flood of one-packet flows would be
 * invisible. Seconds count from the first packet; a packet that is older than its predecessors counts in their second.
 * The shape of a flow is that of its packets so far; many flows together have none. Owned by the reading thread.
 */
final class CaptureFlows {
    private static final int MOST_FLOWS = 1_000_000;
    private static final int COARSE = 64;
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
        int flows = 1;
        long packets;
        long bytes;
        long syns;
        long backPackets;
        long backBytes;

        void add(Counts other) {
            flows += other.flows;
            packets += other.packets;
            bytes += other.bytes;
            syns += other.syns;
            backPackets += other.backPackets;
            backBytes += other.backBytes;
        }
    }

    /** What the flow did in the last second in which it had packets, and since its first one. */
    private record Past(
            double second, double pps, double meanSize, double since, long packets, long bytes, long backPackets) {}

    private final Sink sink;
    private final Map<FlowTuple, Counts> now = new LinkedHashMap<>();
    private final Map<FlowTuple, Past> past = new HashMap<>();
    private final Map<FlowTuple, Conversation> conversations = new HashMap<>();
    private final float[] row = new float[FlowFeatures.COUNT];
    private double first = Double.NaN;
    private double second = Double.NEGATIVE_INFINITY;

    CaptureFlows(Sink sink) {
        this.sink = sink;
    }

    void packet(CapturedPacket packet) {
        FlowTuple flow = packet.flow;
        double time = packet.time;
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
        counts.bytes += packet.frameBytes;
        counts.syns += (packet.tcpFlags & (IpProto.TCP_SYN | IpProto.TCP_ACK)) == IpProto.TCP_SYN ? 1 : 0;
        conversation(packet).add(packet);
    }

    private Conversation conversation(CapturedPacket packet) {
        Conversation known = conversations.get(packet.flow);
        known = known == null ? conversations.get(packet.flow.reverse()) : known;
        if (known == null || packet.time - known.last() > TO_FORGET_SECONDS) {
            conversations.remove(packet.flow.reverse());
            known = new Conversation(packet.flow, packet.time);
            conversations.put(packet.flow, known);
        }
        return known;
    }

    /** Tells of the second that is under way. */
    void end() {
        now.forEach((flow, counts) -> {
            Counts back = now.get(flow.reverse());
            counts.backPackets = back == null ? 0 : back.packets;
            counts.backBytes = back == null ? 0 : back.bytes;
        });
        Map<FlowTuple, Counts> rows = coarsened();
        rows.forEach(this::tell);
        now.keySet().forEach(flow -> {
            if (!rows.containsKey(flow)) {
                conversations.remove(flow);
            }
        });
        now.clear();
        if (past.size() > MOST_FLOWS) {
            past.values().removeIf(seen -> second - seen.second() > TO_FORGET_SECONDS);
            conversations.values().removeIf(seen -> first + second - seen.last() > TO_FORGET_SECONDS);
        }
        if (past.size() > 2 * MOST_FLOWS) {
            throw new IllegalArgumentException("more than " + 2 * MOST_FLOWS + " flows in a minute");
        }
    }

    private Map<FlowTuple, Counts> coarsened() {
        Map<FlowTuple, Counts> together = new HashMap<>();
        now.forEach((flow, counts) -> {
            Counts sum = together.get(flow.ofMany());
            if (sum == null) {
                sum = new Counts();
                sum.flows = 0;
                together.put(flow.ofMany(), sum);
            }
            sum.add(counts);
        });
        Map<FlowTuple, Counts> rows = new LinkedHashMap<>();
        now.forEach((flow, counts) -> {
            Counts sum = together.get(flow.ofMany());
            rows.putIfAbsent(sum.flows >= COARSE ? flow.ofMany() : flow, sum.flows >= COARSE ? sum : counts);
        });
        return rows;
    }

    private void tell(FlowTuple flow, Counts counts) {
        Past before = past.get(flow);
        boolean continued = before != null && second - before.second() <= TO_FORGET_SECONDS;
        double previous = before != null && before.second() == second - 1 ? before.pps() : 0;
        FlowFeatures.fill(
                row,
                flow.protocol(),
                (double) counts.packets,
                (double) counts.bytes,
                1,
                (double) counts.backPackets,
                (double) counts.backBytes,
                continued ? previous : Double.NaN,
                continued ? before.meanSize() : Double.NaN,
                flow.protocol() == IpProto.TCP ? (double) counts.syns / counts.packets : Double.NaN);
        Past life = new Past(
                second,
                (double) counts.packets,
                (double) counts.bytes / counts.packets,
                continued ? before.since() : second,
                counts.packets + (continued ? before.packets() : 0),
                counts.bytes + (continued ? before.bytes() : 0),
                counts.backPackets + (continued ? before.backPackets() : 0));
        double seconds = second - life.since() + 1;
        FlowFeatures.fillLife(
                row,
                continued ? (double) counts.packets : Double.NaN,
                life.packets() / seconds,
                life.bytes() / seconds,
                life.backPackets() / seconds);
        past.put(flow, life);
        Conversation shape = conversations.getOrDefault(flow, conversations.get(flow.reverse()));
        if (shape != null) {
            shape.fill(row, flow);
        }
        sink.row(row, flow, first + second, counts.packets, counts.bytes);
    }
}
