package io.sentinelsdn.slicing;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.Severity;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficFeatures.Talker;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.spi.PortQueues;
import io.sentinelsdn.domain.spi.PortQueues.PortQos;
import io.sentinelsdn.domain.spi.PortQueues.QueueSpec;
import io.sentinelsdn.domain.spi.SliceSwitches;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.TrafficSource;
import io.sentinelsdn.slicing.plan.SliceCompiler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;

/** Switches of one port, the first of which takes whatever it is told, and a detector that says what a test wants. */
final class FakeNet implements SliceSwitches, SwitchDirectory, TrafficSource {
    private static final Dpid DPID = new Dpid(1);
    private static final int PORT = 1;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Detection> active = new CopyOnWriteArrayList<>();
    private final AtomicLong looks = new AtomicLong();
    private final Set<Dpid> dpids = new CopyOnWriteArraySet<>(Set.of(DPID));
    private final Map<Dpid, Report> reports = new ConcurrentHashMap<>(Map.of(DPID, report(true)));
    private volatile boolean hasDatabase = true;
    private volatile Map<Dpid, Plan> plans = Map.of();
    private volatile Map<Dpid, Map<Integer, PortQos>> wantedQueues = Map.of();

    final PortQueues queues = new PortQueues() {
        @Override
        public void want(Map<Dpid, Map<Integer, PortQos>> wanted) {
            wantedQueues = Map.copyOf(wanted);
        }

        @Override
        public Map<Dpid, State> queueStates() {
            return hasDatabase ? Map.of(DPID, new State(true, null)) : Map.of();
        }
    };

    void attacked(String id, String target) {
        AttackEvidence evidence = new AttackEvidence(
                IpAddress.parse(target), 6, null, true, false, 900, 432_000, List.of(), List.of(), 1, List.of());
        active.add(new Detection(
                id,
                AttackType.SYN_FLOOD,
                Severity.HIGH,
                DetectionStatus.MITIGATING,
                0.9,
                START,
                START,
                null,
                900,
                432_000,
                evidence,
                null,
                List.of()));
    }

    void over(String id) {
        active.removeIf(detection -> detection.id().equals(id));
    }

    void calm() {
        active.clear();
    }

    /** How often slices have begun to look at the network. */
    long looks() {
        return looks.get();
    }

    private static Report report(boolean settled, String... troubles) {
        return new Report(settled, List.of(troubles), Map.of(), 0);
    }

    /** The database of the first switch can be reached no more. */
    void losesDatabase() {
        hasDatabase = false;
    }

    /** Another switch connects, and has said nothing yet. */
    void joins(Dpid dpid) {
        dpids.add(dpid);
    }

    /** A switch has got its plan and not yet answered. */
    void hesitates(Dpid dpid) {
        reports.put(dpid, report(false));
    }

    void confirms(Dpid dpid) {
        reports.put(dpid, report(true));
    }

    void complains(Dpid dpid, String trouble) {
        reports.put(dpid, report(false, trouble));
    }

    /** What the meter of a slice lets its members send here. */
    long kbps(NetworkSlice slice) {
        return plans.get(DPID).meters().get(SliceCompiler.meter(slice, true)).rate();
    }

    /** Whether entries put what they take into queues. */
    boolean setsQueues() {
        return plans.get(DPID).entries().stream()
                .flatMap(entry -> entry.actions().stream())
                .anyMatch(action -> "SET_QUEUE".equals(action.get("type")));
    }

    QueueSpec queue(NetworkSlice slice) {
        return wantedQueues.get(DPID).get(PORT).queues().get(slice.number());
    }

    @Override
    public CompletableFuture<Void> want(Map<Dpid, Plan> wanted) {
        plans = Map.copyOf(wanted);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Map<Dpid, Report> sliceReports() {
        looks.incrementAndGet();
        return Map.copyOf(reports);
    }

    @Override
    public List<SwitchView> switches() {
        return dpids.stream().map(dpid -> FakeSwitches.of(dpid, PORT)).toList();
    }

    @Override
    public List<HostView> hosts() {
        return List.of();
    }

    @Override
    public List<LinkView> links() {
        return List.of();
    }

    @Override
    public TrafficView traffic() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FlowView> flows() {
        return List.of();
    }

    @Override
    public List<TrafficFeatures> features() {
        return List.of();
    }

    @Override
    public List<Talker> senders() {
        return List.of();
    }

    @Override
    public List<Detection> activeDetections() {
        return List.copyOf(active);
    }
}
