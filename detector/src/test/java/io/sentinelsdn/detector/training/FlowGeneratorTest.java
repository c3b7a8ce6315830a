package io.sentinelsdn.detector.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import org.junit.jupiter.api.Test;

class FlowGeneratorTest {
    private final float[] row = new float[FlowFeatures.COUNT];

    @Test
    void shouldMakeTheSameRowsForTheSameSeed() {
        FlowGenerator one = new FlowGenerator(5);
        FlowGenerator two = new FlowGenerator(5);
        float[] other = new float[FlowFeatures.COUNT];
        for (int i = 0; i < 500; i++) {
            one.fill(Labels.ALL.get(i % 5), row);
            two.fill(Labels.ALL.get(i % 5), other);
            assertThat(other).isEqualTo(row);
        }
    }

    @Test
    void shouldMakeFloodsFastAndOfTheirProtocol() {
        FlowGenerator generator = new FlowGenerator(1);
        for (int i = 0; i < 500; i++) {
            generator.fill(Labels.UDP_FLOOD, row);
            assertThat(row[FlowFeatures.IS_UDP]).isEqualTo(1);
            assertThat(row[FlowFeatures.MEAN_SIZE]).isBetween(42f, 700f);
        }
    }

    @Test
    void shouldRefuseAClassItDoesNotKnow() {
        assertThatThrownBy(() -> new FlowGenerator(1).fill("teardrop", row)).hasMessage("cannot generate teardrop");
    }
}
