package io.sentinelsdn.store;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.memory.MemoryHistoryStore;
import io.sentinelsdn.store.sqlite.SqliteHistoryStore;
import io.sentinelsdn.store.sqlite.SqliteSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The door of this module: opens a store. */
public final class Stores {
    /** How long ended detections and their plans are kept. */
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(30);

    private Stores() {}

    /**
     * Opens, and makes if need be, the database {@code sentinel.db} in a directory.
     *
     * @param dataDir made if it does not exist
     * @param retention how long ended detections and their plans are kept, &gt; 0
     * @param counters where the store counts
     * @throws IOException with one line for a person, if the directory cannot be used, is in use by another process, or
     *     holds a database that is damaged, foreign or newer than this program; nothing is changed then
     */
    public static HouseStore open(Path dataDir, Duration retention, Counters counters) throws IOException {
        return SqliteHistoryStore.open(dataDir, SqliteSettings.keeping(retention), Clock.systemUTC(), counters);
    }

    /** A store that forgets everything when the process ends. */
    public static HouseStore inMemory() {
        return new MemoryHistoryStore();
    }
}
