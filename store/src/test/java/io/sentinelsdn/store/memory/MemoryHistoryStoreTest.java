package io.sentinelsdn.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.HistoryStoreContract;
import io.sentinelsdn.store.TestObjects;
import org.junit.jupiter.api.Test;

class MemoryHistoryStoreTest extends HistoryStoreContract {
    @Override
    protected HouseStore open() {
        return new MemoryHistoryStore();
    }

    @Test
    void shouldLetTheOldestGoWhenItIsFull() {
        try (HistoryStore store = open()) {
            for (int i = 0; i <= MemoryHistoryStore.CAPACITY; i++) {
                store.saveDetection(TestObjects.detection("d-" + i, TestObjects.START.plusSeconds(i)));
            }

            assertThat(store.detection("d-0")).isEmpty();
            assertThat(store.detection("d-1")).isPresent();
            assertThat(store.detections(HistoryStore.Query.newest(1)).total()).isEqualTo(MemoryHistoryStore.CAPACITY);
        }
    }
}
