package io.sentinelsdn.store;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.memory.MemoryHistoryStore;
import io.sentinelsdn.store.sqlite.SqliteHistoryStore;
import io.sentinelsdn.store.sqlite.SqliteSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** The door of this module: opens a store. */
public final class Stores {
    private Stores() {}

    /**
     * Opens, and makes if need be, the database {@code sentinel.db} in a directory.
     *
     * @param dataDir made if it does not exist
     * @param config how long what is kept
     * @param counters where the store counts
     * @throws IOException with one line for a person, if the directory cannot be used, is in use by another process, or
     *     holds a database that is damaged, foreign or newer than this program; nothing is changed then
     */
    public static HouseStore open(Path dataDir, StoreConfig config, Counters counters) throws IOException {
        return SqliteHistoryStore.open(
                dataDir,
                SqliteSettings.keeping(config.retention())
                        .withRequests(config.requestRetention(), config.maxRequests()),
                Clock.systemUTC(),
                counters);
    }

    /** A store that forgets everything when the process ends. */
    public static HouseStore inMemory() {
        return new MemoryHistoryStore();
    }
}
