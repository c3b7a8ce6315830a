package io.sentinelsdn.controller.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MacTableTest {
    @Test
    void shouldAgreeWithAHashMapWhateverComesAndGoes() {
        MacTable table = new MacTable(4_096, 4_096);
        Map<Long, Integer> expected = new HashMap<>();
        Random random = new Random(42);
        for (int i = 0; i < 200_000; i++) {
            long mac = 1L + random.nextInt(3_000);
            int port = 1 + random.nextInt(8);
            if (random.nextInt(3) == 0) {
                table.remove(mac);
                expected.remove(mac);
            } else {
                assertThat(table.place(mac, port)).isTrue();
                expected.put(mac, port);
            }
        }
        for (long mac = 1; mac <= 3_000; mac++) {
            assertThat(table.port(mac)).isEqualTo(expected.getOrDefault(mac, 0));
        }
        assertThat(table.size()).isEqualTo(expected.size());

        table.removePort(3);

        expected.values().removeIf(port -> port == 3);
        for (long mac = 1; mac <= 3_000; mac++) {
            assertThat(table.port(mac)).isEqualTo(expected.getOrDefault(mac, 0));
        }
    }

    @Test
    void shouldLetNoPortFillTheTableAlone() {
        MacTable table = new MacTable(100, 10);
        int learned = 0;
        for (long mac = 1; mac <= 1_000; mac++) {
            learned += table.learn(mac, 1) ? 1 : 0;
        }

        assertThat(learned).isEqualTo(10);
        assertThat(table.learn(2_000, 2)).isTrue();
        assertThat(table.learn(5, 1)).as("known there already").isTrue();
    }

    @Test
    void shouldTakeNoMoreThanItsCapacity() {
        MacTable table = new MacTable(100, 1_000);
        for (long mac = 1; mac <= 200; mac++) {
            assertThat(table.place(mac, 1)).isEqualTo(mac <= 100);
        }
        assertThat(table.size()).isEqualTo(100);
        assertThat(table.place(0, 1)).as("no valid address").isFalse();
    }

    @Test
    void shouldAskAgainOnlyAfterAWhileOrAMove() {
        MacTable table = new MacTable(100, 100);
        table.place(7, 1);

        assertThat(table.mayAsk(table.find(7), 1_000, 500)).isTrue();
        assertThat(table.mayAsk(table.find(7), 1_400, 500)).isFalse();
        assertThat(table.mayAsk(table.find(7), 1_500, 500)).isTrue();
        table.place(7, 2);
        assertThat(table.mayAsk(table.find(7), 1_501, 500)).as("it has moved").isTrue();
    }
}
