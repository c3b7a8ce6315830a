package io.sentinelsdn.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowIndexTest {
    private final RowIndex index = new RowIndex();

    private Set<Integer> under(long hash) {
        Set<Integer> rows = new HashSet<>();
        int row;
        for (int slot = index.first(hash); (row = index.row(slot, hash)) != RowIndex.EMPTY; slot = index.next(slot)) {
            if (row >= 0) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void shouldFindWhatIsThereAndNothingElse() {
        Random random = new Random(11);
        Map<Integer, Long> hashes = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            int row = random.nextInt(500);
            if (hashes.containsKey(row)) {
                index.remove(hashes.remove(row), row);
            } else {
                hashes.put(row, hash(random.nextInt(300)));
                index.add(hashes.get(row), row);
            }
            if (index.isFull()) {
                index.reset(hashes.size());
                hashes.forEach((each, hash) -> index.add(hash, each));
            }
        }
        assertThat(hashes).isNotEmpty();
        hashes.forEach((row, hash) -> assertThat(under(hash)).contains(row));
        for (int number = 0; number < 300; number++) {
            long hash = hash(number);
            assertThat(under(hash)).allSatisfy(row -> assertThat(hashes).containsEntry(row, hash));
        }
    }

    /** Neighbours in the index, so that they get into each other's way, also over its end. */
    private static long hash(int number) {
        return ((1000L + number / 2) | (number % 2 << 20)) << 32 | number;
    }

    @Test
    void shouldNotFillUpWithWhatIsGone() {
        for (int round = 0; round < 10_000; round++) {
            index.add(hash(round), 1);
            index.add(hash(round + 1), 2);
            index.remove(hash(round), 1);
            index.remove(hash(round + 1), 2);
        }
        assertThat(index.isFull()).isFalse();
    }
}
