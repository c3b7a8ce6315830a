package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.TopologyView;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToIntFunction;

/**
 * The sliding window: every 250 ms it sums up, per ingress port and destination, what the last second brought. Exact
 * flow counters come from the shards; what has no entry of its own is estimated as the rate of the counter that saw it
 * times its share of the packets sampled there.
 *
 * <p>Owned by the window thread.
 */
public final class WindowEngine {
    /** While a flow is this young, the counters of its reverse may not have been polled yet. */
    private static final long REVERSE_UNKNOWN = TimeUnit.SECONDS.toNanos(3);

    /** A second that brings so much more than two seconds did on average, and at least so many packets. */
    private static final double SURGE = 1.2;

    private static final double SURGE_PPS = 25;

    /** More than this is a flood even if its receiver agreed to a stream, bits per second. */
    private static final double STREAM_BPS = 50e6;

    private final CounterTable counters;
    private final SampleStore samples;
    private final PairTable pairs;
    private final UdpBalance balance;
    private final CellTable cells;
    private final DestinationTable destinations;
    private final Culprits culprits;
    private final Culprits.Pressure pressure;
    private List<FlowSummary> summaries = List.of();

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
        balance = new UdpBalance(limits.pairs(), hash);
        cells = new CellTable(limits.cells(), hash);
        destinations = new DestinationTable(limits.destinations(), thresholds, hash);
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

    /** Computes the window that ends now. The summaries stay in use until the next step. */
    public void step(long nowNs, List<FlowSummary> flowSummaries) {
        summaries = flowSummaries;
        cells.clear();
        counters.beginStep(nowNs);
        pairs.beginStep(nowNs);
        balance.clear();
        destinations.beginStep(nowNs);
        samples.beginStep(nowNs);
        culprits.beginStep(nowNs);
        addFlows();
        weighPairs(nowNs);
        judgeFlows(nowNs);
        addSamples(nowNs);
        settleSmallPairs();
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
        culprits.finish(nowNs, summaries, samples, cells, destinations, pressure);
    }

    private void addFlows() {
        for (FlowSummary summary : summaries) {
            cells.addAll(summary.cells);
        }
    }

    /** How much UDP goes which way, before anything is called one-way. */
    private void weighPairs(long nowNs) {
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.at(i);
            Cell.Top top = cell.topUdp;
            if (top.pps > 0) {
                pairs.addPps(top.srcHi, top.srcLo, cell.dstHi, cell.dstLo, top.pps);
            }
        }
        for (int row = 0; row < samples.highWater(); row++) {
            PortSamples port = samples.port(row);
            if (port == null) {
                continue;
            }
            PacketRing ring = port.others;
            for (int i = 0; i < port.otherCount; i++) {
                if (ring.protocol(i) == IpProto.UDP) {
                    double weight = samples.weight(ring, i, nowNs);
                    pairs.addPps(ring.srcHi(i), ring.srcLo(i), ring.dstHi(i), ring.dstLo(i), weight);
                    if (weight > 0) {
                        balance.sent(ring.srcHi(i), ring.srcLo(i), weight);
                    }
                }
            }
        }
        pairs.forEachUnmatched(balance::unmatched);
    }

    /** What small pairs sent, less what their receiver sent to peers of which nothing was seen: the rest is unanswered. */
    private void settleSmallPairs() {
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.at(i);
            if (cell.smallUdpPps > 0) {
                double unanswered = balance.unansweredShare(cell.dstHi, cell.dstLo);
                cell.oneWayUdpPps += cell.smallUdpPps * unanswered;
                cell.dnsAnswerPps += cell.smallDnsPps * unanswered;
                cell.ntpAnswerPps += cell.smallNtpPps * unanswered;
            }
        }
    }

    /** A flow whose reverse is not in the flow tables may still be answered, as the samples tell. */
    private void judgeFlows(long nowNs) {
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.at(i);
            Cell.Top top = cell.topUdp;
            if (top.pps <= 0 || isAgreed(cell, nowNs)) {
                continue;
            }
            double back = pairs.pps(cell.dstHi, cell.dstLo, top.srcHi, top.srcLo);
            long backNs = pairs.lastNs(cell.dstHi, cell.dstLo, top.srcHi, top.srcLo);
            boolean soon = top.ageNs < REVERSE_UNKNOWN && backNs != Long.MIN_VALUE && nowNs - backNs < REVERSE_UNKNOWN;
            if (soon || back >= PairTable.ANSWERS * top.pps) {
                cell.oneWayUdpPps = Math.max(0, cell.oneWayUdpPps - top.pps);
                cell.oneWayUdpFullPps = Math.max(0, cell.oneWayUdpFullPps - top.pps);
            }
        }
    }

    /** A stream that its receiver agreed to is no flood, within limits. */
    private boolean isAgreed(Cell cell, long nowNs) {
        Cell.Stream stream = cell.stream;
        if (stream.flows == 0
                || !pairs.agreesTo(stream.srcHi, stream.srcLo, cell.dstHi, cell.dstLo, nowNs - stream.ageNs, nowNs)
                || stream.bps > STREAM_BPS) {
            return false;
        }
        cell.oneWayUdpPps = Math.max(0, cell.oneWayUdpPps - stream.pps);
        cell.oneWayUdpFullPps = Math.max(0, cell.oneWayUdpFullPps - stream.fullPps);
        return stream.srcHi == cell.topUdp.srcHi && stream.srcLo == cell.topUdp.srcLo;
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
            culprits.tcpSample(port, ring, i, weight, generous);
            if (Headers.isInitialSyn(protocol, ring.flags(i))) {
                cell.synPps += weight;
                cell.synsEstimated |= !counters.isKind(ring.bucket(i), FlowSample.Kind.SYN_COUNT);
            } else if (Headers.isFollowUp(protocol, ring.flags(i))) {
                cell.followUpPps += generous;
            }
        } else if (protocol == IpProto.UDP) {
            cell.udpPps += weight;
            addUdp(cell, ring, i, weight);
        } else if (IpProto.isIcmp(protocol)) {
            cell.icmpPps += weight;
            cell.icmpRequestPps += Headers.isIcmpRequest(protocol, ring.srcPort(i)) ? weight : 0;
            cell.oneWayOtherPps += Headers.isIcmpReply(protocol, ring.srcPort(i)) ? weight : 0;
        } else if (!Headers.isMulticast(cell.dstHi, cell.dstLo)
                && pairs.lastNs(cell.dstHi, cell.dstLo, ring.srcHi(i), ring.srcLo(i)) == Long.MIN_VALUE) {
            cell.oneWayOtherPps += weight;
        }
    }

    private void addUdp(Cell cell, PacketRing ring, int i, double weight) {
        if (Headers.isMulticast(cell.dstHi, cell.dstLo)) {
            cell.answeredUdpPps += weight;
        } else if (!isAnswered(ring, i)) {
            double ofPair = pairs.pps(ring.srcHi(i), ring.srcLo(i), cell.dstHi, cell.dstLo);
            if (balance.wouldShow(ofPair, cell.dstHi, cell.dstLo)) {
                cell.oneWayUdpPps += weight;
                cell.reflected(ring.srcPort(i), weight, (double) ring.bytes(i));
            } else {
                cell.smallReflected(ring.srcPort(i), weight, (double) ring.bytes(i));
                cell.smallUdpPps += weight;
                balance.received(cell.dstHi, cell.dstLo, weight);
            }
        } else if (pairs.began(ring.srcHi(i), ring.srcLo(i), cell.dstHi, cell.dstLo)) {
            cell.answeredUdpPps += weight;
        }
    }

    /** Whether the receiver of this sampled UDP packet sends at least 2 % back to its sender. */
    boolean isAnswered(PacketRing ring, int i) {
        double there = pairs.pps(ring.srcHi(i), ring.srcLo(i), ring.dstHi(i), ring.dstLo(i));
        double back = pairs.pps(ring.dstHi(i), ring.dstLo(i), ring.srcHi(i), ring.srcLo(i));
        return back > 0 && back >= PairTable.ANSWERS * there;
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
