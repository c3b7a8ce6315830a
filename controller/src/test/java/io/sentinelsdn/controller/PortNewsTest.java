package io.sentinelsdn.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.openflow.SwitchFeatures.Port;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortNewsTest {
    private static final Port ONE_UP = new Port(1, "one", 1, true);
    private static final Port ONE_DOWN = new Port(1, "one", 1, false);
    private static final Port TWO_UP = new Port(2, "two", 2, true);

    private final PortNews news = new PortNews(List.of(ONE_UP, TWO_UP));

    @Test
    void shouldTellOfManyChangesOnce() {
        assertThat(news.put(List.of(ONE_DOWN, TWO_UP))).isTrue();
        assertThat(news.put(List.of(TWO_UP))).isFalse();
        assertThat(news.take().now()).containsExactly(TWO_UP);
        assertThat(news.put(List.of(ONE_UP, TWO_UP))).as("after the look").isTrue();
    }

    @Test
    void shouldRememberPortsThatWereDownInBetween() {
        news.put(List.of(ONE_DOWN, TWO_UP));
        news.put(List.of(ONE_UP, TWO_UP));

        assertThat(news.take().lost()).containsExactly(1);
    }

    @Test
    void shouldTellOfALossOnce() {
        news.put(List.of(ONE_DOWN, TWO_UP));
        news.take();
        news.put(List.of(ONE_UP, TWO_UP));

        assertThat(news.take().lost()).isEmpty();
    }
}
