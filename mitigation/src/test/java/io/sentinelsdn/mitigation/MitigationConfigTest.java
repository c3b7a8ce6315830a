package io.sentinelsdn.mitigation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.mitigate.MitigationMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MitigationConfigTest {
    @Test
    void shouldHaveTheDefaultsOfTheContract() {
        MitigationConfig config = MitigationConfig.defaults();

        assertThat(config.mode()).isEqualTo(MitigationMode.AUTO);
        assertThat(config.maxRulesPerIncident()).isEqualTo(8);
        assertThat(config.maxSources()).isEqualTo(4);
        assertThat(config.maxAutoRules()).isEqualTo(64);
        assertThat(config.lifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.maxLifetime()).isEqualTo(Duration.ofHours(8));
        assertThat(config.grace()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.withMode(MitigationMode.OFF).mode()).isEqualTo(MitigationMode.OFF);
    }

    @Test
    void shouldRefuseValuesThatCannotBe() {
        assertThatThrownBy(() -> TestConfig.withAutoRules(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxAutoRules must be between 1 and 100000: 0");
        assertThatThrownBy(() -> TestConfig.withQueue(0)).hasMessage("queueCapacity must be between 1 and 100000: 0");
        assertThatThrownBy(() -> TestConfig.withLifetime(Duration.ofHours(20)))
                .hasMessage("lifetime must be between 1 s and 65535 s: 72000 s");
        assertThatThrownBy(() -> TestConfig.withLifetime(Duration.ofHours(10)))
                .hasMessage("maxLifetime must be between 36000 s and 65535 s: 28800 s");
    }
}
