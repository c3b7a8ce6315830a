package io.sentinelsdn.detector.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ForestConfigTest {
    @Test
    void shouldHaveTheDocumentedDefaults() {
        assertThat(ForestConfig.DEFAULT.withThreads(1)).isEqualTo(new ForestConfig(50, 12, 2, 0, 0, 0, 42, 1));
    }

    @Test
    void shouldRefuseWhatIsOutOfRangeByName() {
        assertThatThrownBy(() -> ForestConfig.DEFAULT.withShape(0, 12, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trees must be between 1 and 1000: 0");
        assertThatThrownBy(() -> new ForestConfig(1, 1, 1, 0, Double.NaN, 0, 1, 1))
                .hasMessage("balance must be between 0 and 1: NaN");
    }
}
