package io.sentinelsdn.detector.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
    private static void aim(KeyIndex index, int first, int second) {
        index.key()[0] = first;
        index.key()[1] = second;
    }

    @Test
    void shouldAgreeWithHashMapUnderAnyOrderOfCalls() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            KeyIndex index = new KeyIndex(2, 1, 50, new KeyedHash(seed, seed * 31L, 77));
            Map<String, Integer> oracle = new HashMap<>();
            for (int i = 0; i < 5_000; i++) {
                int first = random.nextInt(20);
                int second = random.nextInt(5);
                String key = first + "/" + second;
                aim(index, first, second);
                int row = index.find();
                assertThat(row).isEqualTo(oracle.getOrDefault(key, -1));
                if (row < 0) {
                    int added = index.add();
                    assertThat(added >= 0).isEqualTo(oracle.size() < 50);
                    if (added >= 0) {
                        oracle.put(key, added);
                    }
                } else if (random.nextBoolean()) {
                    index.remove(row);
                    oracle.remove(key);
                }
                assertThat(index.size()).isEqualTo(oracle.size());
            }
            index.clear();
            aim(index, 1, 1);
            assertThat(index.find()).isEqualTo(-1);
        }
    }

    @Test
    void shouldFindAnyRowWithTheHashedWords() {
        KeyIndex index = new KeyIndex(2, 1, 16, KeyedHash.random());
        aim(index, 7, 1);
        int row = index.add();
        aim(index, 7, 99);

        assertThat(index.find()).isEqualTo(-1);
        assertThat(index.findHashed()).isEqualTo(row);
    }
}
