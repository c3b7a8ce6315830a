package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AlarmsTest {
    @Test
    void shouldHearOfALeakedBuffer() {
        try (Alarms alarms = new Alarms()) {
            for (int i = 0; i < 10; i++) {
                ByteBufAllocator.DEFAULT.buffer(256).writeInt(i);
            }

            await("the leak shows", () -> {
                Alarms.collect();
                return alarms.heard().keySet().stream().anyMatch(alarm -> alarm.contains("LEAK"));
            });
        }
    }

    @Test
    void shouldHearOfAnExceptionThatWasOnlyAWarning() {
        try (Alarms alarms = new Alarms()) {
            LoggerFactory.getLogger(AlarmsTest.class).warn("expected here", new IllegalStateException("on purpose"));
            LoggerFactory.getLogger(AlarmsTest.class).warn("harmless");

            assertThat(alarms.heard().keySet())
                    .singleElement()
                    .asString()
                    .contains("IllegalStateException: on purpose", "AlarmsTest");
        }
    }
}
