package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.mitigate.MitigationMode;

/** The defaults with one thing changed. */
final class TestConfig {
    private TestConfig() {}

    static MitigationConfig withUserRules(int maxUserRules) {
        return with(64, 32, maxUserRules, 1024);
    }

    static MitigationConfig withAutoRules(int maxAutoRules) {
        return with(maxAutoRules, 32, 1000, 1024);
    }

    static MitigationConfig withIncidents(int maxIncidents) {
        return with(64, maxIncidents, 1000, 1024);
    }

    static MitigationConfig withQueue(int queueCapacity) {
        return with(64, 32, 1000, queueCapacity);
    }

    private static MitigationConfig with(int autoRules, int incidents, int userRules, int queue) {
        MitigationConfig defaults = MitigationConfig.defaults();
        return new MitigationConfig(
                MitigationMode.AUTO,
                defaults.maxRulesPerIncident(),
                defaults.maxSources(),
                autoRules,
                incidents,
                userRules,
                defaults.maxListEntries(),
                defaults.lifetime(),
                defaults.maxLifetime(),
                defaults.repeatWindow(),
                defaults.grace(),
                defaults.replanInterval(),
                defaults.retryInterval(),
                queue);
    }
}
