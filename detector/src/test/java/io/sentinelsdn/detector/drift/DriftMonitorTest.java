package io.sentinelsdn.detector.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {
    private static final DriftConfig CONFIG = new DriftConfig(30, 128, 200, 1.5, 50, 0.25, 7);

    private final SplittableRandom random = new SplittableRandom(3);
    private final DriftMonitor monitor = new DriftMonitor(3, CONFIG);

    private float[] around(float level) {
        return new float[] {
            level + (float) random.nextDouble(), 2 * level + (float) random.nextDouble(), (float) random.nextDouble()
        };
    }

    private void learn(int count, float level, boolean underAttack) {
        for (int i = 0; i < count; i++) {
            monitor.update(around(level), underAttack);
        }
    }

    @Test
    void shouldStayCalmWhileTrafficIsWhatItWas() {
        learn(1000, 5, false);

        assertThat(monitor.state().drifted()).isFalse();
        assertThat(monitor.state().oddShare()).isLessThan(0.1);
        assertThat(monitor.state().seen()).isEqualTo(1000);
    }

    @Test
    void shouldSayThatTrafficHasChanged() {
        learn(600, 5, false);

        boolean drifted = false;
        for (int i = 0; i < 60; i++) {
            drifted |= monitor.update(around(5 + i), false).drifted();
        }

        assertThat(drifted).isTrue();
    }

    @Test
    void shouldLearnNothingFromAnAttack() {
        learn(600, 5, false);
        learn(500, 12, true);

        assertThat(monitor.state().frozen()).isEqualTo(500);
        assertThat(monitor.state().seen()).isEqualTo(600);
        assertThat(monitor.state().drifted()).isFalse();
        assertThat(monitor.update(around(12), false).score()).isGreaterThan(CONFIG.limit());
    }

    @Test
    void shouldBlameTheValueThatIsOff() {
        learn(600, 5, false);
        float[] odd = around(5);
        odd[2] = 40;

        double[] parts = monitor.attribution(odd);

        assertThat(parts[2]).isGreaterThan(5 * parts[0]).isGreaterThan(5 * parts[1]);
    }

    @Test
    void shouldRefuseWhatIsNoAggregateAndLearnNothingFromIt() {
        learn(10, 5, false);

        assertThatThrownBy(() -> monitor.update(new float[2], false)).hasMessageContaining("3 values: 2");
        assertThatThrownBy(() -> monitor.update(new float[] {1, Float.NaN, 2}, false))
                .hasMessageContaining("not finite");
        assertThat(monitor.state().seen()).isEqualTo(10);
    }
}
