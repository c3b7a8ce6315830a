package io.sentinelsdn.detector.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SortedOrderTest {
    @Test
    void shouldSortNegativeInfiniteAndEqualValues() {
        float[] values = {3, -1, Float.POSITIVE_INFINITY, -0f, 0f, -2.5f, Float.NEGATIVE_INFINITY, 1e-30f};
        assertThat(SortedOrder.ascending(values)).containsExactly(6, 5, 1, 3, 4, 7, 0, 2);
    }
}
