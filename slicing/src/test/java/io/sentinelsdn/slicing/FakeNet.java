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
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.FailMode;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** One switch of one port, which takes whatever it is told, and a detector that says what a test wants. */
final class FakeNet implements SliceSwitches, SwitchDirectory, TrafficSource {
    private static final Dpid DPID = new Dpid(1);
    private static final int PORT = 1;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Detection> active = new CopyOnWriteArrayList<>();
    private final AtomicLong looks = new AtomicLong();
    private volatile Map<Dpid, Plan> plans = Map.of();
    private volatile Map<Dpid, Map<Integer, PortQos>> wantedQueues = Map.of();

    final PortQueues queues = new PortQueues() {
        @Override
        public void want(Map<Dpid, Map<Integer, PortQos>> wanted) {
            wantedQueues = Map.copyOf(wanted);
        }

        @Override
        public Map<Dpid, State> queueStates() {
            return Map.of(DPID, new State(true, null));
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

    /** What the meter of a slice lets its members send here. */
    long kbps(NetworkSlice slice) {
        return plans.get(DPID).meters().get(SliceCompiler.meter(slice, true)).rate();
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
        return Map.of(DPID, new Report(true, List.of(), Map.of(), 0));
    }

    @Override
    public List<SwitchView> switches() {
        var port = new SwitchView.PortView(PORT, "p1", "02:00:00:00:00:01", true, true, 0, 0, 0, 0, 0, 0, 0, 0);
        return List.of(new SwitchView(
                DPID,
                "127.0.0.1:50000",
                true,
                START,
                "Nicira, Inc.",
                "Open vSwitch",
                "3.1.0",
                254,
                true,
                true,
                List.of(),
                List.of(port),
                17,
                4,
                List.of(),
                10_000,
                1,
                0,
                new SwitchView.SessionView(ControllerRole.EQUAL, 0, true, Set.of("s1")),
                new SwitchView.Abilities(List.of(), 100, List.of(), FailMode.SECURE),
                List.of()));
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
