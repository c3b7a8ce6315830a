package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.MitigationProgress;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.mitigation.learn.Bandit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** An attack from the side of mitigation: what is known of it and what is done. Owned by the mitigation thread. */
final class Incident {
    final String id;
    /** The newest state; null after a restart until the tracker speaks of it again. */
    Detection detection;
    /** The newest plan, or null. */
    MitigationPlan plan;
    /** A plan that waits for a person while another one is carried out, or null. */
    MitigationPlan proposal;
    /** Its live rules; a rule may serve two incidents. */
    final Set<String> ruleIds = new LinkedHashSet<>();
    /** Permits of clients proven good, above its rules. */
    final Set<String> permitIds = new LinkedHashSet<>();
    /** What a learning policy has decided, or null. */
    Bandit.Decision decided;

    /** When it was first mitigated by limits alone, or null. */
    Instant limitedSince;

    Instant decidedAt = Instant.EPOCH;
    /** What was decided has been measured. */
    boolean rewarded;
    /** How often its plan has retreated to a milder one. */
    int milder;
    /** How often its plan has retreated, to a narrower one or a milder one. */
    int retreats;
    /** Sources that prefixes of its rules hold beside the attackers; no later prefix holds them. */
    final Set<IpAddress> strangers = new LinkedHashSet<>();
    /** When what was measured was last put on the plan's record. */
    Instant measuredAt = Instant.EPOCH;
    /** Share of good traffic that its rules hurt when last measured, in [0, 1]. */
    double harm;
    /** Number of the newest plan. */
    int planNumber;

    /** When the newest plan was written. */
    Instant plannedAt = Instant.EPOCH;

    /** A look at the attack has just led to the same rules again: not before this time without a strong reason. */
    Instant settledUntil = Instant.EPOCH;
    /** Attack packets per second when the rules were made. */
    double plannedPps;
    /** Not before this time after a plan failed. */
    Instant retryAt = Instant.EPOCH;
    /** A rule ended by itself since the plan was made. */
    boolean ruleExpired;
    /** Lifetime of its rules once it was mitigated; longer for repeated offenders. */
    Duration lifetime;

    MitigationProgress lastProgress;
    /** After its end, while its drops are tested; else null. */
    Trial trial;

    /**
     * A test whether an attack is really over.
     *
     * @param probing its drops let something through under a meter; else they drop again
     * @param since when that began
     * @param until when something else is due
     * @param failures how often the attack came back
     */
    record Trial(boolean probing, Instant since, Instant until, int failures) {}

    Incident(String id) {
        this.id = id;
    }

    boolean isActive() {
        return detection != null && detection.status().isActive();
    }

    /** The plan that waits for a person, or null. */
    MitigationPlan waiting() {
        return has(MitigationPlan.Status.PROPOSED) ? plan : proposal;
    }

    boolean has(MitigationPlan.Status status) {
        return plan != null && plan.status() == status;
    }
}
