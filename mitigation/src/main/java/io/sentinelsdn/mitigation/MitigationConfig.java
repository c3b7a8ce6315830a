package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.mitigation.compile.ChoiceLimits;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import io.sentinelsdn.mitigation.policy.ResponseConfig;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * How mitigation behaves; {@link #defaults()} holds every default.
 *
 * @param mode how far automation goes until a person changes it; a mode that was set by a person and stored wins
 * @param maxRulesPerIncident rules an incident, 1 to 8
 * @param maxSources sources matched one by one, 1 to 8
 * @param maxAutoRules automatic rules in total, 1 to 100,000
 * @param maxIncidents incidents mitigated at once, 1 to 10,000
 * @param maxUserRules blocks by people, 1 to 100,000
 * @param maxListEntries entries of each list, 1 to 100,000
 * @param lifetime hard timeout of an automatic rule, 1 s to 65,535 s
 * @param maxLifetime longest hard timeout of a repeated offender, up to 65,535 s
 * @param repeatWindow how long an offender is remembered
 * @param grace how long an incident is left alone after a person took one of its rules away, up to one day
 * @param replanInterval at most one new plan of an incident in this time, 250 ms to 1 min
 * @param retryInterval the next try after a plan failed, 1 s to 1 h
 * @param queueCapacity requests of people that may wait, 1 to 100,000
 * @param response what mitigation may use and risk
 */
@RecordBuilder
public record MitigationConfig(
        MitigationMode mode,
        int maxRulesPerIncident,
        int maxSources,
        int maxAutoRules,
        int maxIncidents,
        int maxUserRules,
        int maxListEntries,
        Duration lifetime,
        Duration maxLifetime,
        Duration repeatWindow,
        Duration grace,
        Duration replanInterval,
        Duration retryInterval,
        int queueCapacity,
        ResponseConfig response)
        implements MitigationConfigBuilder.With {
    public MitigationConfig {
        if (mode == null) {
            throw new IllegalArgumentException("mode must be auto, propose or off");
        }
        if (queueCapacity < 1 || queueCapacity > 100_000) {
            throw new IllegalArgumentException("queueCapacity must be between 1 and 100000: " + queueCapacity);
        }
        choiceLimits(maxRulesPerIncident, maxSources);
        new PolicyLimits(
                maxAutoRules,
                maxIncidents,
                maxUserRules,
                maxListEntries,
                lifetime,
                maxLifetime,
                repeatWindow,
                grace,
                replanInterval,
                retryInterval);
    }

    public static MitigationConfig defaults() {
        return new MitigationConfig(
                MitigationMode.AUTO,
                8,
                4,
                64,
                32,
                20_000,
                1000,
                Duration.ofMinutes(10),
                Duration.ofHours(8),
                Duration.ofHours(24),
                Duration.ofMinutes(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                1024,
                ResponseConfig.defaults());
    }

    /** The same with another hard timeout of automatic rules; repeated offenders never get less. */
    @Override
    public MitigationConfig withLifetime(Duration newLifetime) {
        return with().lifetime(newLifetime)
                .maxLifetime(newLifetime.compareTo(maxLifetime) > 0 ? newLifetime : maxLifetime)
                .build();
    }

    ChoiceLimits choiceLimits() {
        return choiceLimits(maxRulesPerIncident, maxSources);
    }

    private static ChoiceLimits choiceLimits(int rules, int sources) {
        ChoiceLimits defaults = ChoiceLimits.defaults();
        return new ChoiceLimits(rules, sources, defaults.coverShare(), defaults.meterShare(), defaults.minMeterPps());
    }

    PolicyLimits policyLimits() {
        return new PolicyLimits(
                maxAutoRules,
                maxIncidents,
                maxUserRules,
                maxListEntries,
                lifetime,
                maxLifetime,
                repeatWindow,
                grace,
                replanInterval,
                retryInterval);
    }
}
