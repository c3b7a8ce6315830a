package io.sentinelsdn.api;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Severity;
import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.flow.TrafficFeatures;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.FailMode;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A small network under a SYN flood. */
final class FakeHouse implements SwitchDirectory, TrafficSource {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Dpid DPID = new Dpid(42);
    static final IpAddress VICTIM = IpAddress.parse("10.0.0.2");
    static final IpAddress ATTACKER = IpAddress.parse("10.0.0.9");

    final List<Detection> active = new ArrayList<>(List.of(detection("d-live", DetectionStatus.MITIGATING)));

    @Override
    public List<SwitchView> switches() {
        var port = new SwitchView.PortView(
                -2, "s1-eth1", "02:00:00:00:00:01", true, true, 10, 20, 1000, 2000, 1, 2, 800, Double.NaN);
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
                List.of("fail mode is standalone"),
                List.of(port),
                17,
                4,
                List.of(),
                10_000,
                1,
                0,
                new SwitchView.SessionView(ControllerRole.EQUAL, 0, true, Set.of("s1")),
                new SwitchView.Abilities(List.of("QUEUE_STATS"), 100, List.of("FF"), FailMode.SECURE),
                List.of(new SwitchView.ClassCount("all", 17, 5L, null))));
    }

    @Override
    public List<HostView> hosts() {
        return List.of(new HostView("02:00:00:00:00:02", List.of(VICTIM), DPID, 2));
    }

    @Override
    public List<LinkView> links() {
        return List.of(new LinkView(DPID, 3, new Dpid(43), 4));
    }

    @Override
    public TrafficView traffic() {
        return new TrafficView(
                1000,
                512_000,
                3,
                2.5,
                Map.of("tcp", 750.0, "udp", 250.0),
                List.of(new TrafficView.DestinationView("10.0.0.2", 900, 400_000, 700, 100, 0, 2)));
    }

    @Override
    public List<FlowView> flows() {
        return List.of(
                flow(ATTACKER, VICTIM, 6, 1234, 80, 700),
                flow(IpAddress.parse("2001:db8::1"), IpAddress.parse("2001:db8::2"), 17, 53, 53, 200),
                flow(VICTIM, ATTACKER, 1, 0, 0, 1));
    }

    @Override
    public List<TrafficFeatures> features() {
        return List.of(new TrafficFeatures(
                TrafficFeatures.Scope.DESTINATION,
                VICTIM.toString(),
                10,
                700,
                560_000,
                12,
                3,
                0.4,
                0.1,
                0.9,
                0.8,
                Map.of("tcp", 1.0),
                senders()));
    }

    @Override
    public List<TrafficFeatures.Talker> senders() {
        return List.of(new TrafficFeatures.Talker(ATTACKER.toString(), 700, 560_000));
    }

    @Override
    public List<Detection> activeDetections() {
        return List.copyOf(active);
    }

    static Detection detection(String id, DetectionStatus status) {
        return new Detection(
                id,
                AttackType.SYN_FLOOD,
                Severity.HIGH,
                status,
                0.97,
                START,
                START.plusSeconds(2),
                status.isActive() ? null : START.plusSeconds(2),
                9_000,
                4_320_000,
                new AttackEvidence(
                        VICTIM,
                        6,
                        null,
                        true,
                        false,
                        9_000,
                        4_320_000,
                        List.of(new AttackEvidence.Ingress(DPID, 3, 9_000)),
                        List.of(new AttackEvidence.SourceShare(ATTACKER, 1, DPID, 3, true)),
                        1,
                        List.of(new AttackEvidence.PortShare(80, 1))),
                new Explanation(
                        "half_open_syn_pps",
                        9_000,
                        Double.NaN,
                        200,
                        List.of(new Explanation.Contribution("syn_share", 1, 0.1, 0.6)),
                        "9000 half-open connections a second reach 10.0.0.2, which usually sees 3."),
                List.of("drop src=10.0.0.9"));
    }

    static MitigationPlan plan(String id, String detectionId) {
        return new MitigationPlan(
                id,
                detectionId,
                START.plusSeconds(1),
                new MitigationAction.Block(),
                List.of(FakeDesk.rule("r-auto", ATTACKER.toString()).rule()),
                1,
                0,
                0.99,
                0,
                Duration.ofMinutes(10),
                "delete rule r-auto",
                "one real source",
                MitigationPlan.Status.ACTIVE,
                new MitigationPlan.Measured(0.001, 70, 2, 1));
    }

    private static FlowView flow(IpAddress src, IpAddress dst, int protocol, int srcPort, int dstPort, double pps) {
        return new FlowView(
                DPID, 3, src, dst, protocol, srcPort, dstPort, 100, 6_000, pps, pps * 480, 4.5, START, Double.NaN);
    }
}
