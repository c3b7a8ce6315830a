package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.feature.FeatureRow;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.Ingress;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.detect.ScoredRow;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.TopologyView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the picture of an attack from the present window: called for detections only, so it may allocate. Owned by the
 * window thread.
 */
public final class Observer {
    private static final int MAX_SHOWN = 64;
    private static final int MAX_PORTS = 4096;
    /** One ICMP type is named when nearly all packets have it. */
    private static final double NEARLY_ALL = 0.9;
    /** A port with less than this share of the strongest one carries what is usual, not the attack. */
    private static final double MATERIAL = 0.1;

    private final WindowEngine engine;
    private final TopologyView topology;
    private final KeyedHash hash;
    private final ModelScore model;
    private final float[] features = new float[FlowFeatures.COUNT];

    public Observer(WindowEngine engine, TopologyView topology, KeyedHash hash, ModelScore model) {
        this.model = model;
        this.engine = engine;
        this.topology = topology;
        this.hash = hash;
    }

    /** The features of the attack that was last looked at, as one flow over one second. */
    public FeatureRow features() {
        return new FeatureRow(features);
    }

    /** What the attack of this measure on this destination looks like now. */
    public AttackPicture picture(IpAddress target, Measure measure, long nowNs) {
        return new Shot(target, measure, nowNs).take();
    }

    /** One picture in the making. */
    private final class Shot {
        private final IpAddress target;
        private final Measure measure;
        private final Lens lens;
        private final long nowNs;
        private final SourceTally sources = new SourceTally(topology);
        private final Map<Integer, Double> ports = new HashMap<>();
        private final Map<Integer, Double> protocols = new HashMap<>();
        private final List<Ingress> ingress = new ArrayList<>();
        private double pps;
        private double bps;
        private double allPps;
        private final List<FlowDetail> scored = new ArrayList<>();
        private int sampled;

        Shot(IpAddress target, Measure measure, long nowNs) {
            this.target = target;
            this.measure = measure;
            lens = new Lens(measure);
            this.nowNs = nowNs;
        }

        AttackPicture take() {
            if (lens.isAboutCulprits()) {
                addCulprits();
            } else {
                addCells();
            }
            List<ScoredRow> rows = rows();
            ingress.sort(Comparator.comparingDouble((Ingress port) -> -port.pps()));
            List<SourceShare> shares = sources.shares();
            long[] hashes = sources.hashes(hash);
            AttackEvidence evidence = new AttackEvidence(
                    target,
                    protocol(),
                    icmpType(),
                    synOnly(),
                    sources.spoofed(shares),
                    pps,
                    bps,
                    ingress,
                    shares,
                    hashes.length,
                    ports.isEmpty() || lens.isIcmp() ? List.of() : portShares());
            return new AttackPicture(
                    evidence,
                    sampled,
                    allPps > 0 ? Math.min(1, pps / allPps) : 0,
                    sources.forgedShare(),
                    sources.singleShare(),
                    rows,
                    words(),
                    new AttackPicture.SourceHashes(hashes));
        }

        private void addCells() {
            List<Cell> cells = cells();
            double strongest = cells.stream().mapToDouble(this::pps).max().orElse(0);
            for (Cell cell : cells) {
                allPps += lens.allPps(cell);
                if (pps(cell) > MATERIAL * strongest) {
                    addCell(cell);
                }
            }
        }

        /** What the attack brings to a cell. */
        private double pps(Cell cell) {
            return measure != Measure.GRAPH_VERDICTS
                    ? lens.pps(cell)
                    : engine.summaries().stream()
                            .flatMap(summary -> summary.details.stream())
                            .filter(flow -> isIn(flow, cell) && isMeant(flow))
                            .mapToDouble(FlowDetail::pps)
                            .sum();
        }

        private boolean isIn(FlowDetail flow, Cell cell) {
            return flow.dpid() == cell.dpid && flow.inPort() == cell.inPort && isAtTarget(flow);
        }

        /** Whether the graph network means this flow, if it was asked. */
        private boolean isMeant(FlowDetail flow) {
            GraphOpinions.Opinion opinion = engine.opinion(target);
            return measure != Measure.GRAPH_VERDICTS
                    || (opinion != null && opinion.sources().contains(new IpAddress(flow.srcHi(), flow.srcLo())));
        }

        /** Those who do it, as the present window has found them. */
        private void addCulprits() {
            Map<Map.Entry<Long, Integer>, Double> places = new HashMap<>();
            for (Findings.Finding finding : engine.findings().all()) {
                if (finding.measure() != measure || finding.dstHi() != target.hi() || finding.dstLo() != target.lo()) {
                    continue;
                }
                pps += finding.pps();
                protocols.merge(finding.protocol(), finding.value(), Double::sum);
                places.merge(Map.entry(finding.dpid(), finding.inPort()), finding.pps(), Double::sum);
                addCulprit(finding);
            }
            places.forEach(
                    (place, there) -> ingress.add(new Ingress(new Dpid(place.getKey()), place.getValue(), there)));
            allPps = pps;
        }

        private void addCulprit(Findings.Finding finding) {
            boolean anybody = measure == Measure.STRAY_FLOWS;
            if (!anybody) {
                sampled++;
                sources.add(finding.srcHi(), finding.srcLo(), finding.dpid(), finding.inPort(), finding.value(), 2);
            }
            PortSamples port = engine.samples().port(finding.dpid(), finding.inPort());
            if (port != null) {
                addTrace(finding, port, port.syns, port.synCount, anybody);
                addTrace(finding, port, port.others, port.otherCount, anybody);
            }
        }

        private void addTrace(Findings.Finding finding, PortSamples port, PacketRing ring, int count, boolean anybody) {
            for (int i = 0; i < count; i++) {
                boolean his = ring.srcHi(i) == finding.srcHi()
                        && ring.srcLo(i) == finding.srcLo()
                        && ring.dstHi(i) == target.hi()
                        && ring.dstLo(i) == target.lo();
                double weight = engine.samples().weight(ring, i, nowNs);
                if (weight > 0 && (anybody || his)) {
                    sampled++;
                    bps += weight * ring.bytes(i) * 8;
                    addPort(ring.dstPort(i), weight);
                    if (anybody) {
                        sources.add(ring.srcHi(i), ring.srcLo(i), port.dpid, port.inPort, weight, 1);
                    }
                }
            }
        }

        private boolean synOnly() {
            return measure == Measure.HALF_OPEN_SYN
                    || ((measure == Measure.FAILED_PROBES || measure == Measure.STRAY_FLOWS)
                            && protocol() == IpProto.TCP);
        }

        private List<Cell> cells() {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < engine.cells().size(); i++) {
                Cell cell = engine.cells().at(i);
                if (cell.dstHi == target.hi() && cell.dstLo == target.lo()) {
                    cells.add(cell);
                }
            }
            return cells;
        }

        /** What the model scored: the busiest flows, or an attack that has no flow entries as one flow over one second. */
        private List<ScoredRow> rows() {
            double scoreOfTheWhole = scoreOfTheWhole();
            if (scored.isEmpty()) {
                return Double.isNaN(scoreOfTheWhole)
                        ? List.of()
                        : List.of(new ScoredRow(features().widened(), 1, scoreOfTheWhole));
            }
            scored.sort(Comparator.comparingDouble((FlowDetail flow) -> -flow.pps()));
            return scored.stream()
                    .limit(ScoredRow.MOST)
                    .map(flow -> new ScoredRow(flow.features().widened(), flow.pps(), flow.score()))
                    .toList();
        }

        /** Why models say so, where nothing else does. */
        private String words() {
            if (measure == Measure.GRAPH_VERDICTS) {
                GraphOpinions.Opinion opinion = engine.opinion(target);
                return opinion == null ? "" : upper(opinion.why());
            }
            return measure == Measure.MODEL_VERDICTS && !scored.isEmpty()
                    ? model.why(scored.get(0).features().copy())
                    : "";
        }

        private static String upper(String text) {
            return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
        }

        private double scoreOfTheWhole() {
            double back = lens.isOneWay() ? 0 : Double.NaN;
            FlowFeatures.fill(
                    features,
                    protocol(),
                    pps,
                    bps / 8,
                    1,
                    back,
                    back,
                    Double.NaN,
                    Double.NaN,
                    synOnly() ? 1 : Double.NaN);
            FlowFeatures.fillLife(features, Double.NaN, pps, bps / 8, back);
            return model.attack(features);
        }

        private void addCell(Cell cell) {
            double here = pps(cell);
            pps += here;
            ingress.add(new Ingress(new Dpid(cell.dpid), cell.inPort, here));
            double scale = measure == Measure.HALF_OPEN_SYN ? here / cell.synPps : 1;
            PortSamples port = engine.samples().port(cell.dpid, cell.inPort);
            if (port != null) {
                addRing(port, port.syns, port.synCount, scale);
                addRing(port, port.others, port.otherCount, scale);
            }
            addFlows(cell);
        }

        private void addRing(PortSamples port, PacketRing ring, int count, double scale) {
            for (int i = 0; i < count; i++) {
                if (ring.dstHi(i) != target.hi() || ring.dstLo(i) != target.lo() || !lens.shows(ring, i, engine)) {
                    continue;
                }
                double weight = scale * engine.samples().weight(ring, i, nowNs);
                if (weight > 0) {
                    sampled++;
                    bps += weight * ring.bytes(i) * 8;
                    protocols.merge(ring.protocol(i), weight, Double::sum);
                    sources.add(ring.srcHi(i), ring.srcLo(i), port.dpid, port.inPort, weight, 1);
                    addPort(lens.isIcmp() ? ring.srcPort(i) : ring.dstPort(i), weight);
                }
            }
        }

        private void addFlows(Cell cell) {
            boolean found = false;
            for (FlowSummary summary : engine.summaries()) {
                for (FlowDetail flow : summary.details) {
                    if (isIn(flow, cell) && lens.shows(flow) && isMeant(flow)) {
                        found = true;
                        protocols.merge(flow.protocol(), flow.pps(), Double::sum);
                        addFlow(cell, flow.srcHi(), flow.srcLo(), flow.pps(), flow.bps(), label(flow));
                        if (!Double.isNaN(flow.score()) && flow.pps() > 0) {
                            scored.add(flow);
                        }
                    }
                }
            }
            Cell.Top top = lens.isIcmp() ? cell.topIcmp : cell.topUdp;
            boolean hasTop = lens.isIcmp() || measure == Measure.ONE_WAY_UDP || measure == Measure.ANSWERED_UDP;
            if (!found && hasTop && top.pps > 0) {
                addFlow(cell, top.srcHi, top.srcLo, top.pps, top.bps, top.port);
            }
        }

        private boolean isAtTarget(FlowDetail flow) {
            return flow.dstHi() == target.hi() && flow.dstLo() == target.lo();
        }

        private void addFlow(Cell cell, long srcHi, long srcLo, double flowPps, double flowBps, int label) {
            sampled++;
            bps += flowBps;
            sources.add(srcHi, srcLo, cell.dpid, cell.inPort, flowPps, flowPps >= 2 ? 2 : 1);
            addPort(label, flowPps);
        }

        private int label(FlowDetail flow) {
            return lens.isIcmp() ? flow.srcPort() : flow.dstPort();
        }

        private void addPort(int port, double weight) {
            if (ports.size() < MAX_PORTS || ports.containsKey(port)) {
                ports.merge(port, weight, Double::sum);
            }
        }

        private List<PortShare> portShares() {
            double total = total();
            return ports.entrySet().stream()
                    .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
                    .limit(MAX_SHOWN)
                    .map(entry -> new PortShare(entry.getKey(), entry.getValue() / total))
                    .toList();
        }

        private double total() {
            return ports.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        private Integer icmpType() {
            double total = total();
            return !lens.isIcmp()
                    ? null
                    : ports.entrySet().stream()
                            .filter(entry -> entry.getValue() > NEARLY_ALL * total)
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .orElse(null);
        }

        private int protocol() {
            return switch (measure) {
                case HALF_OPEN_SYN, WEB_REQUESTS, SLOW_CONNECTIONS -> IpProto.TCP;
                case ONE_WAY_UDP, ANSWERED_UDP, DNS_ANSWERS, NTP_ANSWERS -> IpProto.UDP;
                case ICMP_ECHO -> target.isV4() ? IpProto.ICMP : IpProto.ICMPV6;
                case FAILED_PROBES, STRAY_FLOWS, ONE_WAY_OTHER, MODEL_VERDICTS, GRAPH_VERDICTS ->
                    protocols.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .map(Map.Entry::getKey)
                            .orElse(IpProto.TCP);
            };
        }
    }
}
