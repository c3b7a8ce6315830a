package io.sentinelsdn.detector.track;

import io.sentinelsdn.detector.explain.Explainer;
import io.sentinelsdn.detector.feature.FeatureRow;
import io.sentinelsdn.detector.threshold.AdaptiveThreshold;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.window.AttackPicture;
import io.sentinelsdn.detector.window.Destination;
import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.detect.Severity;
import io.sentinelsdn.domain.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.datasketches.hll.HllSketch;

/** One attack that goes on. Owned by the window thread. */
final class Incident {
    /** What still arrives, as a share of the peak, when mitigation works. */
    private static final double GONE = 0.05;

    /** Counters of rules older than this say nothing any more. */
    private static final long HITS_STALE = TimeUnit.SECONDS.toNanos(10);

    final String id;
    final Destination destination;
    final Measure measure;
    private final Instant startedAt;
    private final HllSketch sources = new HllSketch(10);
    private DetectionStatus status = DetectionStatus.DETECTED;
    private MitigationProgress.State mitigation = MitigationProgress.State.PROPOSED;
    private List<String> actions = List.of();
    private double hitPps;
    private long hitsNs;
    private double residual;
    private double peakPps;
    private double peakBps;
    private double peakRatio;
    private boolean spoofed;
    private long quietSinceNs = Long.MAX_VALUE;
    private AttackEvidence evidence;
    private Explanation explanation;
    private double confidence;
    private FeatureRow features;
    long emittedNs;
    boolean told;

    Incident(String id, Destination destination, Measure measure, Instant startedAt) {
        this.id = id;
        this.destination = destination;
        this.measure = measure;
        this.startedAt = startedAt;
    }

    private AdaptiveThreshold threshold() {
        return destination.threshold(measure);
    }

    /** Takes the word of mitigation. */
    void hear(MitigationProgress progress, long nowNs) {
        mitigation = progress.state();
        actions = progress.actions();
        hitPps = progress.hitPps();
        hitsNs = nowNs;
    }

    /** Takes the value of this window; true when the status changed. */
    boolean advance(long nowNs, long releaseNs) {
        residual = destination.value(measure);
        if (nowNs - hitsNs > HITS_STALE) {
            hitPps = 0;
        }
        double all = residual + hitPps;
        peakPps = Math.max(peakPps, all);
        peakRatio = Math.max(peakRatio, all / threshold().threshold());
        if (all >= threshold().offThreshold()) {
            quietSinceNs = Long.MAX_VALUE;
        } else if (quietSinceNs == Long.MAX_VALUE) {
            quietSinceNs = nowNs;
        }
        DetectionStatus before = status;
        status = nextStatus(nowNs, releaseNs);
        return status != before;
    }

    private DetectionStatus nextStatus(long nowNs, long releaseNs) {
        if (quietSinceNs != Long.MAX_VALUE && nowNs - quietSinceNs >= releaseNs) {
            return DetectionStatus.ENDED;
        }
        return switch (mitigation) {
            case PROPOSED, FAILED, RELEASED -> DetectionStatus.DETECTED;
            case INSTALLING -> DetectionStatus.MITIGATING;
            case INSTALLED -> gone() ? DetectionStatus.MITIGATED : DetectionStatus.MITIGATING;
        };
    }

    private boolean gone() {
        boolean was = status == DetectionStatus.MITIGATED;
        return residual < (was ? 2 : 1) * GONE * peakPps
                || residual < threshold().offThreshold();
    }

    /** Whether this host is among those who seem to send it. */
    boolean comesFrom(IpAddress host) {
        return evidence != null
                && evidence.sources().stream().anyMatch(source -> source.ip().equals(host));
    }

    /** A person says it is none. */
    void callFalse() {
        status = DetectionStatus.FALSE_POSITIVE;
    }

    /** What was last seen of it, as one flow. */
    FeatureRow features() {
        return features;
    }

    boolean ended() {
        return status == DetectionStatus.ENDED;
    }

    /** Whether enough of the attack arrives to look at it anew. */
    boolean visible() {
        return evidence == null || residual > threshold().threshold();
    }

    /** Looks at the attack anew. */
    void see(AttackPicture picture, FeatureRow row, Explainer explainer) {
        if (evidence != null && picture.sampled() == 0) {
            return;
        }
        features = row;
        picture.sourceHashes().forEach(sources::update);
        spoofed |= picture.evidence().spoofed();
        evidence = withWholeStory(picture.evidence());
        peakBps = Math.max(peakBps, evidence.bps());
        Explainer.Opinion opinion = explainer.judge(new Explainer.Case(
                measure, residual, threshold().baseline(), threshold().threshold(), picture.with(evidence)));
        if (opinion.confidence() >= confidence) {
            confidence = opinion.confidence();
        }
        explanation = opinion.explanation();
    }

    /** Once forged, always forged; and the number of sources is that of the whole attack. */
    private AttackEvidence withWholeStory(AttackEvidence now) {
        return new AttackEvidence(
                now.target(),
                now.protocol(),
                now.icmpType(),
                now.synOnly(),
                spoofed,
                now.pps(),
                now.bps(),
                now.ingress(),
                now.sources(),
                Math.max(now.distinctSources(), Math.round(sources.getEstimate())),
                now.dstPorts());
    }

    Detection snapshot(Instant at) {
        return new Detection(
                id,
                measure.attackType(),
                severity(),
                status,
                confidence,
                startedAt,
                at,
                status.isActive() ? null : at,
                peakPps,
                peakBps,
                current(),
                explanation,
                actions);
    }

    /** The evidence with today's rate: what still arrives and what rules drop. */
    private AttackEvidence current() {
        return new AttackEvidence(
                evidence.target(),
                evidence.protocol(),
                evidence.icmpType(),
                evidence.synOnly(),
                evidence.spoofed(),
                residual + hitPps,
                evidence.bps(),
                evidence.ingress(),
                evidence.sources(),
                evidence.distinctSources(),
                evidence.dstPorts());
    }

    private Severity severity() {
        if (peakRatio >= 20) {
            return Severity.CRITICAL;
        }
        if (peakRatio >= 6) {
            return Severity.HIGH;
        }
        return peakRatio >= 2 ? Severity.MEDIUM : Severity.LOW;
    }
}
