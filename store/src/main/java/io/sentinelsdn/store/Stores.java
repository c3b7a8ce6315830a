package io.sentinelsdn.store;

import io.sentinelsdn.domain.alert.Alert;
import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.memory.MemoryHistoryStore;
import io.sentinelsdn.store.sqlite.Backup;
import io.sentinelsdn.store.sqlite.DecisionReader;
import io.sentinelsdn.store.sqlite.SetAside;
import io.sentinelsdn.store.sqlite.SqliteHistoryStore;
import io.sentinelsdn.store.sqlite.SqliteSettings;
import io.sentinelsdn.store.sqlite.UnusableDatabase;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door of this module: opens a store. */
public final class Stores {
    private static final Logger log = LoggerFactory.getLogger(Stores.class);

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

    /**
     * Opens the database like {@link #open}, but goes on without a usable one: a damaged file is set aside under another
     * name and a new one begun; when the directory cannot be written or the disk is full everything is kept in memory
     * until the process ends. Both are logged, counted ({@code sentinel_store_unusable_total}) and stored as an alert.
     *
     * @throws IOException with one line for a person, if the directory is in use, is none, or holds a database that is
     *     foreign or newer than this program; nothing is changed then
     */
    public static HouseStore openOrGoOn(Path dataDir, StoreConfig config, Counters counters) throws IOException {
        Counters.Counter unusable =
                counters.counter("sentinel_store_unusable_total", "Databases that could not be used at start");
        try {
            return open(dataDir, config, counters);
        } catch (UnusableDatabase trouble) {
            unusable.increment();
            return trouble.isDamaged()
                    ? beginAnew(dataDir, config, counters, trouble)
                    : remember(counters, trouble.getMessage());
        }
    }

    /**
     * Copies the database of a directory to a file, also while a process uses it.
     *
     * @param over whether a file of this name may be replaced
     * @return bytes
     * @throws IOException with one line for a person; what was there is still there then
     */
    public static long backup(Path dataDir, Path file, boolean over) throws IOException {
        return Backup.make(dataDir, file, over);
    }

    private static HouseStore beginAnew(Path dataDir, StoreConfig config, Counters counters, UnusableDatabase trouble)
            throws IOException {
        try {
            Path aside = SetAside.damaged(dataDir, Instant.now());
            HouseStore store = open(dataDir, config, counters);
            tell(store, trouble.getMessage() + "; it is kept as " + aside + " and a new one was begun");
            return store;
        } catch (UnusableDatabase stillUnusable) {
            return remember(counters, stillUnusable.getMessage());
        } catch (FileSystemException notMoved) {
            return remember(counters, trouble.getMessage() + "; it cannot be set aside: " + notMoved.getReason());
        }
    }

    private static HouseStore remember(Counters counters, String why) {
        HouseStore store = inMemory();
        counters.gauge("sentinel_store_in_trouble", "1 while the disk takes no writes", () -> 1);
        tell(store, why + "; nothing survives the end of this process");
        return store;
    }

    private static void tell(HouseStore store, String what) {
        log.error("store in trouble: {}", what);
        store.saveAlert(new Alert(
                UUID.randomUUID().toString(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                Alert.Type.STORE_FAILURE,
                Alert.Level.CRITICAL,
                "store",
                null,
                what,
                null,
                null));
    }

    /**
     * Reads the last decision about a detection, also while another process has the store open; changes nothing.
     *
     * @throws IOException with one line for a person, if nothing is stored there or it cannot be read
     */
    public static Optional<Decision> readDecision(Path dataDir, String detectionId) throws IOException {
        return DecisionReader.read(dataDir, detectionId);
    }

    /** A store that forgets everything when the process ends. */
    public static HouseStore inMemory() {
        return new MemoryHistoryStore();
    }
}
