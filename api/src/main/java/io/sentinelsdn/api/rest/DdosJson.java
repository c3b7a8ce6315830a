package io.sentinelsdn.api.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sentinelsdn.domain.metric.StageLatency;
import io.sentinelsdn.domain.spi.FeedbackDesk;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Shapes of {@code /api/ddos}. */
final class DdosJson {
    private DdosJson() {}

    /** Whether something is going on now. {@code status}: normal, under_attack or mitigated (all attacks stopped). */
    record Status(
            Instant timestamp,
            boolean underAttack,
            String status,
            int activeAttacks,
            String highestSeverity,
            String mitigationMode,
            int activeRules,
            List<DetectionJson> detections) {}

    /** A detection with what was planned and done. */
    record Detail(@JsonUnwrapped DetectionJson detection, PlanJson plan, List<RuleJson> rules, List<Moment> timeline) {}

    /** Something that happened. */
    record Moment(Instant timestamp, String event) {}

    /** Latency of a stage since the start, milliseconds. */
    record Stage(String stage, long count, double p50Ms, double p99Ms, double p999Ms, double maxMs) {
        static Stage of(StageLatency latency) {
            StageLatency.Snapshot snapshot = latency.snapshot();
            return new Stage(
                    latency.name(),
                    snapshot.count(),
                    snapshot.p50Ns() / 1e6,
                    snapshot.p99Ns() / 1e6,
                    snapshot.p999Ns() / 1e6,
                    snapshot.maxNs() / 1e6);
        }
    }

    /**
     * What people said about detections since the start.
     *
     * @param precision right ones of those they spoke of; null when they spoke of none
     */
    record Feedback(long truePositives, long falsePositives, Double precision) {
        static Feedback of(FeedbackDesk.Tally tally) {
            long all = tally.truePositives() + tally.falsePositives();
            return new Feedback(
                    tally.truePositives(),
                    tally.falsePositives(),
                    all == 0 ? null : (double) tally.truePositives() / all);
        }
    }

    /** How detection does. */
    record Metrics(
            Instant timestamp,
            double verdictsPerSecond,
            List<Stage> stages,
            Feedback feedback,
            String activeModel,
            List<ModelJson.Brief> models,
            Map<String, Long> counters) {}
}
