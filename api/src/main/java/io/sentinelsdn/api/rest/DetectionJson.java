package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.slice.SliceMembers;
import java.time.Instant;
import java.util.List;

/** DDoSDetection of SPEC section 7. {@code timestamp} is when it was detected; {@code sliceId} where its target is now. */
record DetectionJson(
        String id,
        Instant timestamp,
        String sliceId,
        String attackType,
        List<String> sourceIps,
        List<String> targetIps,
        String severity,
        String status,
        List<String> mitigationActions,
        double confidence,
        ExplanationJson explanation,
        Instant startedAt,
        Instant updatedAt,
        Instant endedAt,
        double peakPps,
        double peakBps,
        boolean spoofed,
        EvidenceJson evidence) {
    /** What was seen: rates, where it enters, who seems to send it. */
    record EvidenceJson(
            String protocol,
            Integer icmpType,
            boolean synOnly,
            double pps,
            double bps,
            long distinctSources,
            List<IngressJson> ingress,
            List<SourceJson> sources,
            List<AttackEvidence.PortShare> dstPorts) {}

    /** Why; the rows that a model scored are for {@code sentinel replay}. */
    record ExplanationJson(
            String feature,
            double observed,
            double baseline,
            double threshold,
            List<Explanation.Contribution> contributions,
            String sentence) {}

    record IngressJson(String dpid, long inPort, double pps) {}

    record SourceJson(String ip, double share, String dpid, long inPort, boolean bound) {}

    static DetectionJson of(Detection detection, SliceMembers members) {
        AttackEvidence evidence = detection.evidence();
        return new DetectionJson(
                detection.id(),
                detection.startedAt(),
                Words.id(members.attacked(evidence)),
                detection.type().wireName(),
                evidence.sources().stream()
                        .map(source -> source.ip().toString())
                        .toList(),
                evidence.hasTarget() ? List.of(evidence.target().toString()) : List.of(),
                detection.severity().wireName(),
                detection.status().wireName(),
                detection.actions(),
                detection.confidence(),
                explanation(detection.explanation()),
                detection.startedAt(),
                detection.updatedAt(),
                detection.endedAt(),
                detection.peakPps(),
                detection.peakBps(),
                evidence.spoofed(),
                evidence(evidence));
    }

    private static ExplanationJson explanation(Explanation why) {
        return why == null
                ? null
                : new ExplanationJson(
                        why.feature(),
                        why.observed(),
                        why.baseline(),
                        why.threshold(),
                        why.contributions(),
                        why.sentence());
    }

    private static EvidenceJson evidence(AttackEvidence evidence) {
        return new EvidenceJson(
                IpProto.name(evidence.protocol()),
                evidence.icmpType(),
                evidence.synOnly(),
                evidence.pps(),
                evidence.bps(),
                evidence.distinctSources(),
                evidence.ingress().stream()
                        .map(at ->
                                new IngressJson(Words.text(at.dpid()), Integer.toUnsignedLong(at.inPort()), at.pps()))
                        .toList(),
                evidence.sources().stream().map(DetectionJson::source).toList(),
                evidence.dstPorts());
    }

    private static SourceJson source(AttackEvidence.SourceShare source) {
        return new SourceJson(
                source.ip().toString(),
                source.share(),
                Words.text(source.dpid()),
                Integer.toUnsignedLong(source.inPort()),
                source.bound());
    }
}
