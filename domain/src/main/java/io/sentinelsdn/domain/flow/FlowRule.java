package io.sentinelsdn.domain.flow;

import io.sentinelsdn.domain.net.Dpid;
import java.time.Duration;

/**
 * A rule in the mitigation table of one switch, or of every switch.
 *
 * @param id unique, chosen by the owner; stable over restarts
 * @param dpid the switch, or null for every switch, present and future
 * @param band where it stands among the others
 * @param match what it matches
 * @param verdict what happens to a match
 * @param meter the meter of a {@link Verdict#METER} rule, else null
 * @param detour where a {@link Verdict#DETOUR} rule sends it, else null
 * @param hardTimeout lifetime on the switch, whole seconds, 1 s to 65,535 s; null for a permanent rule
 * @param incident id of the detection it belongs to, whose entries have a cookie in common ({@link IncidentCookie}); null
 *     for none
 * @param lookPps so many packets a second of what it matches are copied to the controller ({@link RuleLook}) where the
 *     switch has a meter for it, 1 to 1000; null for none
 */
public record FlowRule(
        String id,
        Dpid dpid,
        RuleBand band,
        Match match,
        Verdict verdict,
        MeterSpec meter,
        Detour detour,
        Duration hardTimeout,
        String incident,
        Integer lookPps) {
    /** What happens to a packet that matches. */
    public enum Verdict {
        /** It ends here. */
        DROP,
        /** It goes on if the meter lets it. */
        METER,
        /** It goes on past mitigation. */
        ALLOW,
        /** It goes on to somebody else. */
        DETOUR
    }

    public FlowRule {
        if (id.isBlank()) {
            throw new IllegalArgumentException("id must not be blank");
        }
        if ((verdict == Verdict.METER) != (meter != null)) {
            throw new IllegalArgumentException("a METER rule, and only that, has a meter: " + id);
        }
        if ((verdict == Verdict.DETOUR) != (detour != null)) {
            throw new IllegalArgumentException("a DETOUR rule, and only that, has a detour: " + id);
        }
        if (detour != null && detour.port() != null && match.ipProto() == null) {
            throw new IllegalArgumentException("a detour to a port needs a match on the protocol: " + id);
        }
        if (hardTimeout != null && (hardTimeout.toSeconds() < 1 || hardTimeout.toSeconds() > 65_535)) {
            throw new IllegalArgumentException("hardTimeout must be between 1 s and 65535 s: " + hardTimeout);
        }
        if (lookPps != null && (lookPps < 1 || lookPps > 1_000)) {
            throw new IllegalArgumentException("lookPps must be between 1 and 1000: " + lookPps);
        }
    }

    /** A rule that sends nothing elsewhere and belongs to no incident. */
    public FlowRule(
            String id, Dpid dpid, RuleBand band, Match match, Verdict verdict, MeterSpec meter, Duration hardTimeout) {
        this(id, dpid, band, match, verdict, meter, null, hardTimeout);
    }

    /** A rule that belongs to no incident. */
    public FlowRule(
            String id,
            Dpid dpid,
            RuleBand band,
            Match match,
            Verdict verdict,
            MeterSpec meter,
            Detour detour,
            Duration hardTimeout) {
        this(id, dpid, band, match, verdict, meter, detour, hardTimeout, null, null);
    }

    /** The same rule with another lifetime. */
    public FlowRule withHardTimeout(Duration timeout) {
        return new FlowRule(id, dpid, band, match, verdict, meter, detour, timeout, incident, lookPps);
    }

    /** The same rule as part of an incident. */
    public FlowRule ofIncident(String detectionId) {
        return new FlowRule(id, dpid, band, match, verdict, meter, detour, hardTimeout, detectionId, lookPps);
    }

    /** The same rule, so many of whose packets are looked at each second. */
    public FlowRule lookedAt(int packetsPerSecond) {
        return new FlowRule(id, dpid, band, match, verdict, meter, detour, hardTimeout, incident, packetsPerSecond);
    }

    /** The same rule, which now limits. */
    public FlowRule limiting(MeterSpec limit) {
        return new FlowRule(id, dpid, band, match, Verdict.METER, limit, null, hardTimeout, incident, lookPps);
    }

    /** The same rule, which now drops. */
    public FlowRule dropping() {
        return new FlowRule(id, dpid, band, match, Verdict.DROP, null, null, hardTimeout, incident, lookPps);
    }
}
