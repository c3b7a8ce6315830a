package io.sentinelsdn.store.memory;

import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.RequestStoreContract;

class MemoryRequestStoreTest extends RequestStoreContract {
    @Override
    protected HouseStore open() {
        return new MemoryHistoryStore();
    }
}
