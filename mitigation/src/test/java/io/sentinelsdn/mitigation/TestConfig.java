package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.mitigation.policy.ResponseConfig;
import java.time.Duration;

/** The defaults with one thing changed. */
final class TestConfig {
    private static final Duration LIFETIME = MitigationConfig.defaults().lifetime();

    /** What was dropped is let go at once when an attack is over. */
    static final MitigationConfig WITHOUT_PROBES =
            MitigationConfig.defaults().withResponse(ResponseConfig.defaults().withProbe(Duration.ZERO));

    private TestConfig() {}

    static MitigationConfig withUserRules(int maxUserRules) {
        return with(64, 32, maxUserRules, 1024, LIFETIME);
    }

    static MitigationConfig withAutoRules(int maxAutoRules) {
        return with(maxAutoRules, 32, 1000, 1024, LIFETIME);
    }

    static MitigationConfig withIncidents(int maxIncidents) {
        return with(64, maxIncidents, 1000, 1024, LIFETIME);
    }

    static MitigationConfig withQueue(int queueCapacity) {
        return with(64, 32, 1000, queueCapacity, LIFETIME);
    }

    static MitigationConfig withLifetime(Duration lifetime) {
        return with(64, 32, 1000, 1024, lifetime);
    }

    private static MitigationConfig with(int autoRules, int incidents, int userRules, int queue, Duration lifetime) {
        MitigationConfig defaults = MitigationConfig.defaults();
        return new MitigationConfig(
                MitigationMode.AUTO,
                defaults.maxRulesPerIncident(),
                defaults.maxSources(),
                autoRules,
                incidents,
                userRules,
                defaults.maxListEntries(),
                lifetime,
                defaults.maxLifetime(),
                defaults.repeatWindow(),
                defaults.grace(),
                defaults.replanInterval(),
                defaults.retryInterval(),
                queue,
                WITHOUT_PROBES.response());
    }
}
