package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationAction;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.IpProto;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A mitigation rule with what the switches say about it. {@code ip} is the source it blocks, if it blocks one. */
record RuleJson(
        String id,
        String ip,
        String owner,
        String action,
        String status,
        String reason,
        String detectionId,
        Instant createdAt,
        Instant expiresAt,
        Long durationSeconds,
        Long packetsPerSecond,
        int switches,
        String error,
        long packets,
        long bytes,
        double pps,
        EntryJson rule) {
    /** What the switches are asked to hold. {@code dpid} null means every switch. */
    record EntryJson(
            String id,
            String dpid,
            String band,
            MatchJson match,
            String matchText,
            String verdict,
            MeterJson meter,
            String detour,
            Long hardTimeoutSeconds) {
        static EntryJson of(FlowRule rule) {
            return new EntryJson(
                    rule.id(),
                    Words.text(rule.dpid()),
                    lower(rule.band()),
                    MatchJson.of(rule.match()),
                    rule.match().describe(),
                    lower(rule.verdict()),
                    rule.meter() == null
                            ? null
                            : new MeterJson(
                                    lower(rule.meter().unit()),
                                    rule.meter().rate(),
                                    rule.meter().burst()),
                    text(rule.detour()),
                    rule.hardTimeout() == null ? null : rule.hardTimeout().toSeconds());
        }
    }

    record MeterJson(String unit, long rate, long burst) {}

    /** Null leaves a field open. */
    record MatchJson(
            Long inPort,
            String src,
            String dst,
            String protocol,
            Integer srcPort,
            Integer dstPort,
            Integer icmpType,
            boolean tcpSyn,
            Integer ipVersion) {
        static MatchJson of(Match match) {
            return new MatchJson(
                    match.inPort() == null ? null : Integer.toUnsignedLong(match.inPort()),
                    text(match.src()),
                    text(match.dst()),
                    match.ipProto() == null ? null : IpProto.name(match.ipProto()),
                    match.srcPort(),
                    match.dstPort(),
                    match.icmpType(),
                    match.tcpSyn(),
                    match.ipVersion());
        }
    }

    static RuleJson of(MitigationRule rule) {
        RuleState state = rule.state() != null
                ? rule.state()
                : new RuleState(rule.rule().id(), RuleState.Status.PENDING, 0, null, 0, 0, 0);
        return new RuleJson(
                rule.rule().id(),
                text(rule.rule().match().src()),
                lower(rule.owner()),
                rule.action().wireName(),
                lower(state.status()),
                rule.reason(),
                rule.detectionId(),
                rule.createdAt(),
                rule.expiresAt(),
                rule.expiresAt() == null
                        ? null
                        : Duration.between(rule.createdAt(), rule.expiresAt()).toSeconds(),
                rule.action() instanceof MitigationAction.RateLimit limit ? limit.packetsPerSecond() : null,
                state.switches(),
                state.error(),
                state.packets(),
                state.bytes(),
                state.pps(),
                EntryJson.of(rule.rule()));
    }

    static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static String text(Object word) {
        return word == null ? null : word.toString();
    }
}
