package io.sentinelsdn.store.memory;

import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.SeriesStoreContract;

class MemorySeriesStoreTest extends SeriesStoreContract {
    @Override
    protected HouseStore open() {
        return new MemoryHistoryStore();
    }
}
