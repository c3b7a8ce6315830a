package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.mitigate.MitigationPlan.Status;
import io.sentinelsdn.domain.spi.IncidentFeedback;
import java.time.Instant;

/** Tells the tracker how incidents stand. Owned by the mitigation thread. */
final class Reports {
    private final RuleBook book;
    private final PlanRecord record;
    private IncidentFeedback feedback = (detectionId, progress) -> {};

    Reports(RuleBook book, PlanRecord record) {
        this.book = book;
        this.record = record;
    }

    /** Where progress is told; set once, before the first detection. */
    void to(IncidentFeedback tracker) {
        feedback = tracker;
    }

    /** Tells what is new; what the switches said of the rules goes on the plan's record. */
    void report(Incident incident, Instant now) {
        if (incident.plan == null && incident.ruleIds.isEmpty()) {
            return;
        }
        MitigationProgress progress = Progress.of(incident, book);
        if (progress.state() == MitigationProgress.State.FAILED && incident.has(Status.ACTIVE)) {
            record.refused(incident, now);
        }
        if (progress.state() == MitigationProgress.State.INSTALLED && incident.has(Status.FAILED)) {
            record.recovered(incident);
        }
        if (!incident.ruleIds.isEmpty() || !progress.equals(incident.lastProgress)) {
            tell(incident, progress);
        }
    }

    /** Tells this, whatever was told before. */
    void tell(Incident incident, MitigationProgress progress) {
        incident.lastProgress = progress;
        feedback.progress(incident.id, progress);
    }
}
