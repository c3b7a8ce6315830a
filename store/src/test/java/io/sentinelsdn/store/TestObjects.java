package io.sentinelsdn.store;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Severity;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.model.CapturedAttack;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SwitchPort;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of everything, with every field set. */
public final class TestObjects {
    public static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final Dpid DPID = Dpid.parse("ffff00000000002a");
    private static final IpAddress TARGET = IpAddress.parse("10.0.0.2");

    private TestObjects() {}

    public static NetworkSlice slice(String id, Instant createdAt) {
        SliceMatch match = new SliceMatch(
                List.of(Prefix.parse("10.1.0.0/16"), Prefix.parse("fd00:1::/64")),
                List.of(IpAddress.parse("10.2.0.7")),
                List.of(MacAddress.parse("02:00:00:00:00:07")),
                List.of(12),
                List.of(new SwitchPort(DPID, 3)),
                null,
                List.of());
        SliceSpec spec = new SliceSpec("blue", 20, 5, 4, match, true, true, 5, 40, true);
        return new NetworkSlice(id, 7, spec, createdAt, createdAt.plusSeconds(9), 3);
    }

    public static Detection detection(String id, Instant startedAt) {
        return new Detection(
                id,
                AttackType.SYN_FLOOD,
                Severity.HIGH,
                DetectionStatus.MITIGATING,
                0.97,
                startedAt,
                startedAt.plusSeconds(3),
                null,
                9_800.5,
                4_704_240,
                new AttackEvidence(
                        TARGET,
                        6,
                        null,
                        true,
                        false,
                        9_700,
                        4_656_000,
                        List.of(new AttackEvidence.Ingress(DPID, 3, 9_700)),
                        List.of(new AttackEvidence.SourceShare(IpAddress.parse("2001:db8::5"), 0.99, DPID, 3, true)),
                        1,
                        List.of(new AttackEvidence.PortShare(80, 1))),
                new Explanation(
                        "half_open_syn_pps",
                        9_700,
                        Double.NaN,
                        200,
                        List.of(new Explanation.Contribution("syn_share", 0.99, 0.05, 0.6)),
                        "Many SYNs reach 10.0.0.2."),
                List.of("drop tcp +syn-ack from port 3"));
    }

    public static FlowAnalysis analysis(String id, Instant at) {
        CapturedAttack attack = new CapturedAttack(
                "dns_amplification",
                "10.0.0.2",
                "high",
                0.9,
                at,
                null,
                600,
                5e6,
                false,
                40,
                List.of("198.51.0.1"),
                List.of(4444),
                "answers that nobody asked for");
        return new FlowAnalysis(
                id,
                at,
                "default-forest",
                "ab",
                "pcap",
                "cd",
                10,
                2,
                1,
                List.of("1 packets without IP"),
                Map.of("normal", 8L, "udp_flood", 2L),
                List.of(attack),
                List.of());
    }

    public static Detection ended(String id, Instant endedAt) {
        return detection(id, endedAt.minusSeconds(60)).with(DetectionStatus.ENDED, endedAt, List.of("released"));
    }

    public static MitigationPlan plan(String id, String detectionId, Instant createdAt) {
        return new MitigationPlan(
                id,
                detectionId,
                createdAt,
                new MitigationAction.RateLimit(100),
                List.of(flowRule(id + "-1").ofIncident(detectionId).lookedAt(10)),
                1,
                1,
                0.99,
                0.01,
                Duration.ofMinutes(10),
                "delete the rule",
                "the source is one and real",
                MitigationPlan.Status.ACTIVE,
                new MitigationPlan.Measured(0.002, 80, 1, 2));
    }

    public static MitigationRule rule(String id) {
        return new MitigationRule(
                flowRule(id),
                MitigationRule.Owner.AUTO,
                new MitigationAction.Block(),
                "syn_flood on 10.0.0.2",
                "d-1",
                START,
                START.plusSeconds(600),
                new RuleState(id, RuleState.Status.INSTALLED, 1, null, 10, 600, 2.5));
    }

    public static FlowRule flowRule(String id) {
        Match match = Match.destination(Prefix.parse("2001:db8::/32"))
                .withProto(6)
                .withDstPort(80)
                .withTcpSyn(true);
        return new FlowRule(
                id,
                DPID,
                RuleBand.AUTO_BROAD,
                match,
                FlowRule.Verdict.METER,
                MeterSpec.packetsPerSecond(100),
                Duration.ofMinutes(10));
    }

    public static UserFlow flow(String id, Instant createdAt) {
        FlowSpec spec = new FlowSpec(
                2,
                500,
                0,
                60,
                1,
                Map.of("eth_type", 2048, "ipv4_src", "10.0.0.0/8"),
                List.of(
                        Map.of("type", "OUTPUT", "port", "LOCAL"),
                        Map.of("type", "WRITE_ACTIONS", "actions", List.of(Map.of("type", "POP_VLAN")))),
                true);
        return new UserFlow(
                id, new Dpid(0xffff_0000_0000_002aL), 0x5e17L << 48, spec, createdAt, createdAt.plusSeconds(60));
    }
}
