package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.Ingress;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Severity;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import java.time.Instant;
import java.util.List;

/** Attacks to test with. The victim is 10.0.0.4; host n lives at port n of switch 1. */
final class TestObjects {
    static final Dpid S1 = new Dpid(1);
    static final Dpid S2 = new Dpid(2);
    static final String VICTIM = "10.0.0.4";

    private TestObjects() {}

    static Ingress ingress(int port, double pps) {
        return new Ingress(S1, port, pps);
    }

    static SourceShare source(String ip, double share, int port) {
        return new SourceShare(IpAddress.parse(ip), share, S1, port, true);
    }

    static AttackEvidence synFlood(boolean spoofed, double pps, List<Ingress> ingress, List<SourceShare> sources) {
        return evidence(VICTIM, 6, null, true, spoofed, pps, ingress, sources, List.of(new PortShare(80, 1)));
    }

    /** 10.0.0.3 alone, at port 3. */
    static AttackEvidence synFromOneHost(double pps) {
        return synFlood(false, pps, List.of(ingress(3, pps)), List.of(source("10.0.0.3", 0.98, 3)));
    }

    static AttackEvidence spoofedSyn(double pps) {
        return synFlood(
                true,
                pps,
                List.of(ingress(3, pps)),
                List.of(source("198.51.100.7", 0.01, 3), source("203.0.113.9", 0.01, 3)));
    }

    static AttackEvidence udpFlood(boolean spoofed, double pps, List<Ingress> ingress, List<PortShare> dstPorts) {
        return evidence(VICTIM, 17, null, false, spoofed, pps, ingress, List.of(), dstPorts);
    }

    static AttackEvidence evidence(
            String target,
            int protocol,
            Integer icmpType,
            boolean synOnly,
            boolean spoofed,
            double pps,
            List<Ingress> ingress,
            List<SourceShare> sources,
            List<PortShare> dstPorts) {
        return new AttackEvidence(
                IpAddress.parse(target),
                protocol,
                icmpType,
                synOnly,
                spoofed,
                pps,
                pps * 500,
                ingress,
                sources,
                spoofed ? 10_000 : sources.size(),
                dstPorts);
    }

    static Detection detection(String id, AttackType type, DetectionStatus status, AttackEvidence evidence) {
        Instant at = Instant.parse("2026-03-01T12:00:00Z");
        return new Detection(
                id,
                type,
                Severity.HIGH,
                status,
                0.97,
                at,
                at,
                null,
                evidence.pps(),
                evidence.bps(),
                evidence,
                new Explanation("pps", evidence.pps(), 10, 100, List.of(), "Far more packets than usual."),
                List.of());
    }

    static Detection detected(String id, AttackEvidence evidence) {
        AttackType type = switch (evidence.protocol()) {
            case 6 -> AttackType.SYN_FLOOD;
            case 17 -> AttackType.UDP_FLOOD;
            default -> AttackType.ICMP_FLOOD;
        };
        return detection(id, type, DetectionStatus.DETECTED, evidence);
    }

    static Detection unsure(String id, AttackEvidence evidence, double confidence) {
        Detection sure = detected(id, evidence);
        return new Detection(
                id,
                sure.type(),
                sure.severity(),
                sure.status(),
                confidence,
                sure.startedAt(),
                sure.updatedAt(),
                null,
                sure.peakPps(),
                sure.peakBps(),
                evidence,
                sure.explanation(),
                List.of());
    }
}
