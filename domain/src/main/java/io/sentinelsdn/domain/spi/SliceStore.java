package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.slice.NetworkSlice;
import java.util.List;

/** Keeps slices over a restart. */
public interface SliceStore {
    /** Keeps nothing: for networks that live for a moment. */
    SliceStore NONE = new SliceStore() {
        @Override
        public void saveSlice(NetworkSlice slice) {}

        @Override
        public void deleteSlice(String id) {}

        @Override
        public List<NetworkSlice> slices() {
            return List.of();
        }

        @Override
        public void flush() {}
    };

    /** Inserts or replaces by id. */
    void saveSlice(NetworkSlice slice);

    void deleteSlice(String id);

    /** All slices kept, oldest first. */
    List<NetworkSlice> slices();

    /** Waits until everything queued so far is on disk (or 5 s). */
    void flush();
}
