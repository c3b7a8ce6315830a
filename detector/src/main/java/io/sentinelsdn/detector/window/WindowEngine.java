package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.TopologyView;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToIntFunction;

/**
 * The sliding window: every 250 ms, and sooner when much is new, it sums up, per ingress port and destination, what the
 * last second brought. Exact flow counters come from the shards; what has no entry of its own is estimated as the rate of
 * the counter that saw it times its share of the packets sampled there.
 *
 * <p>Owned by the window thread.
 */
public final class WindowEngine {
    /** A second that brings so much more than two seconds did on average, and at least so many packets. */
    private static final double SURGE = 1.2;

    private static final double SURGE_PPS = 25;
    /** The graph network looks at ten seconds at a time. */
    private static final long OPINION_HOLDS_NS = TimeUnit.SECONDS.toNanos(15);

    private final CounterTable counters;
    private final SampleStore samples;
    private final PairTable pairs;
    private final UdpJudge udp;
    private final CellTable cells;
    private final DestinationTable destinations;
    private final Culprits culprits;
    private final Culprits.Pressure pressure;
    private List<FlowSummary> summaries = List.of();
    private GraphOpinions graph = GraphOpinions.NONE;

    public WindowEngine(WindowLimits limits, ThresholdSettings thresholds, KeyedHash hash) {
        this(limits, thresholds, hash, dpid -> 0);
    }

    /** The same with the word of switches about their tables: 0 with room to 2 full, by datapath id. */
    public WindowEngine(
            WindowLimits limits, ThresholdSettings thresholds, KeyedHash hash, LongToIntFunction tablePressure) {
        pressure = tablePressure::applyAsInt;
        counters = new CounterTable(limits.counters(), hash);
        samples = new SampleStore(limits.ports(), hash, counters);
        pairs = new PairTable(limits.pairs(), hash);
        cells = new CellTable(limits.cells(), hash);
        destinations = new DestinationTable(limits.destinations(), thresholds, hash);
        udp = new UdpJudge(pairs, new UdpBalance(limits.pairs(), hash), samples, cells);
        culprits = new Culprits(hash, pairs);
    }

    /** Takes a sample of any kind but FLOW and FLOW_END; false when it found no place. */
    public boolean onSample(FlowSample sample) {
        if (sample.kind != FlowSample.Kind.PACKET) {
            return counters.update(sample);
        }
        if (sample.protocol == IpProto.UDP) {
            pairs.seen(sample);
        } else if (Headers.isFollowUp(sample.protocol, sample.tcpFlags)) {
            pairs.talked(sample);
        }
        culprits.onPacket(sample);
        return samples.add(sample);
    }

    /** Whether so much is sampled at some port that the next window should not wait until it is due. */
    public boolean rush(long nowNs) {
        return samples.rush(nowNs);
    }

    /**
     * Computes the window that ends now. The summaries stay in use until the next step.
     *
     * @param due whether it is one of those that come every 250 ms, from which is learned what is usual
     */
    public void step(long nowNs, List<FlowSummary> flowSummaries, boolean due) {
        summaries = flowSummaries;
        cells.clear();
        counters.beginStep(nowNs);
        pairs.beginStep(nowNs);
        destinations.beginStep(nowNs);
        samples.beginStep(nowNs);
        culprits.beginStep(nowNs);
        addFlows();
        udp.weighPairs(nowNs);
        udp.judgeFlows(nowNs);
        addSamples(nowNs);
        udp.settleSmallPairs();
        addUnsampled(nowNs);
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.at(i);
            if (cell.pps > 0 || cell.synPps > 0) {
                Destination destination = destinations.admit(cell.dstHi, cell.dstLo, cell.pps, nowNs);
                if (destination != null) {
                    destination.add(cell);
                }
            }
        }
        destinations.forEach(Destination::settleVerdicts);
        addGraph(nowNs);
        culprits.finish(nowNs, summaries, samples, cells, destinations, pressure);
        if (due) {
            culprits.learnClients(destinations);
        }
    }

    /** Takes what the graph network said last. */
    public void hear(GraphOpinions said) {
        graph = said;
    }

    /** What the graph network says of a destination, or null. */
    GraphOpinions.Opinion opinion(IpAddress destination) {
        return graph.byDestination().get(destination);
    }

    private void addGraph(long nowNs) {
        if (nowNs - graph.atNs() > OPINION_HOLDS_NS) {
            return;
        }
        graph.byDestination().forEach((address, opinion) -> {
            Destination destination = destinations.find(address);
            if (destination != null) {
                destination.add(Measure.GRAPH_VERDICTS, opinion.weight(), 0);
            }
        });
    }

    private void addFlows() {
        for (FlowSummary summary : summaries) {
            cells.addAll(summary.cells);
        }
    }

    private void addSamples(long nowNs) {
        for (int row = 0; row < samples.highWater(); row++) {
            PortSamples port = samples.port(row);
            if (port == null) {
                continue;
            }
            for (int i = 0; i < port.synCount; i++) {
                addSample(port, port.syns, i, nowNs);
            }
            for (int i = 0; i < port.otherCount; i++) {
                addSample(port, port.others, i, nowNs);
            }
        }
    }

    private void addSample(PortSamples port, PacketRing ring, int i, long nowNs) {
        double weight = samples.weight(ring, i, nowNs);
        double generous = samples.generousWeight(ring, i, nowNs);
        if (generous <= 0) {
            return;
        }
        Cell cell = cells.get(port.dpid, port.inPort, ring.dstHi(i), ring.dstLo(i));
        if (cell == null) {
            return;
        }
        int protocol = ring.protocol(i);
        cell.pps += weight;
        cell.bps += weight * ring.bytes(i) * 8;
        if (protocol == IpProto.TCP) {
            cell.tcpPps += weight;
            cell.resetPps += Headers.isReset(protocol, ring.flags(i)) ? weight : 0;
            culprits.tcpSample(port, ring, i, weight, generous);
            if (Headers.isInitialSyn(protocol, ring.flags(i))) {
                cell.synPps += weight;
                cell.synsEstimated |= !counters.isKind(ring.bucket(i), FlowSample.Kind.SYN_COUNT);
            } else if (Headers.isFollowUp(protocol, ring.flags(i))) {
                cell.followUpPps += generous;
            }
        } else if (protocol == IpProto.UDP) {
            cell.udpPps += weight;
            udp.add(cell, ring, i, weight);
        } else if (IpProto.isIcmp(protocol)) {
            cell.icmpPps += weight;
            cell.icmpRequestPps += Headers.isIcmpRequest(protocol, ring.srcPort(i)) ? weight : 0;
            cell.oneWayOtherPps += Headers.isIcmpReply(protocol, ring.srcPort(i)) ? weight : 0;
        } else if (!Headers.isMulticast(cell.dstHi, cell.dstLo)
                && pairs.lastNs(cell.dstHi, cell.dstLo, ring.srcHi(i), ring.srcLo(i)) == Long.MIN_VALUE) {
            cell.oneWayOtherPps += weight;
        }
    }

    /** As {@link UdpJudge#isAnswered}. */
    boolean isAnswered(PacketRing ring, int i) {
        return udp.isAnswered(ring, i);
    }

    /** Coarse entries of which no packet was sampled: TCP is taken for connections, the rest only for volume. */
    private void addUnsampled(long nowNs) {
        for (int row = 0; row < counters.highWater(); row++) {
            if (!counters.isCoarse(row) || counters.sampled(row) > 0) {
                continue;
            }
            double rate = counters.pps(row, nowNs);
            Cell cell = rate <= 0
                    ? null
                    : cells.get(counters.dpid(row), counters.inPort(row), counters.dstHi(row), counters.dstLo(row));
            if (cell == null) {
                continue;
            }
            cell.pps += rate;
            cell.bps += counters.bps(row, nowNs);
            if (counters.protocol(row) == IpProto.TCP) {
                cell.tcpPps += rate;
                cell.followUpPps += rate;
            } else if (counters.protocol(row) == IpProto.UDP) {
                cell.udpPps += rate;
            } else if (IpProto.isIcmp(counters.protocol(row))) {
                cell.icmpPps += rate;
            }
        }
    }

    /** Whether an ingress port has much more to carry than a moment ago: the first sign of anything, within 250 ms. */
    public boolean surging(long nowNs) {
        for (int row = 0; row < counters.highWater(); row++) {
            if (counters.isKind(row, FlowSample.Kind.PORT)
                    && counters.pps(row, nowNs) > SURGE * counters.slowPps(row, nowNs) + SURGE_PPS) {
                return true;
            }
        }
        return false;
    }

    /**
     * What enters at edge ports by the port counters.
     *
     * @param pps packets per second
     * @param bps bits per second
     * @param known whether any edge port reports
     */
    public record PortTotals(double pps, double bps, boolean known) {}

    public PortTotals portTotals(long nowNs, TopologyView topology) {
        double pps = 0;
        double bps = 0;
        boolean known = false;
        for (int row = 0; row < counters.highWater(); row++) {
            if (counters.isKind(row, FlowSample.Kind.PORT)
                    && counters.fresh(row, nowNs)
                    && topology.isEdge(new Dpid(counters.dpid(row)), counters.inPort(row))) {
                known = true;
                pps += counters.pps(row, nowNs);
                bps += counters.bps(row, nowNs);
            }
        }
        return new PortTotals(pps, bps, known);
    }

    public DestinationTable destinations() {
        return destinations;
    }

    public CellTable cells() {
        return cells;
    }

    public CounterTable counters() {
        return counters;
    }

    /** Hears of a sampled packet and of what it stands for, per second. */
    interface Sampled {
        void packet(
                long dpid,
                int inPort,
                long srcHi,
                long srcLo,
                long dstHi,
                long dstLo,
                int protocol,
                int dstPort,
                double pps,
                double bps);
    }

    /** Tells of the samples of the present window. */
    void forEachSample(long nowNs, Sampled action) {
        for (int row = 0; row < samples.highWater(); row++) {
            PortSamples port = samples.port(row);
            if (port != null) {
                tell(port, port.syns, port.synCount, nowNs, action);
                tell(port, port.others, port.otherCount, nowNs, action);
            }
        }
    }

    private void tell(PortSamples port, PacketRing ring, int count, long nowNs, Sampled action) {
        for (int i = 0; i < count; i++) {
            double weight = samples.weight(ring, i, nowNs);
            action.packet(
                    port.dpid,
                    port.inPort,
                    ring.srcHi(i),
                    ring.srcLo(i),
                    ring.dstHi(i),
                    ring.dstLo(i),
                    ring.protocol(i),
                    ring.dstPort(i),
                    weight,
                    weight * ring.bytes(i) * 8);
        }
    }

    /** Single culprits of the present window. */
    Findings findings() {
        return culprits.findings();
    }

    SampleStore samples() {
        return samples;
    }

    List<FlowSummary> summaries() {
        return summaries;
    }
}
