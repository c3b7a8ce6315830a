package io.sentinelsdn.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Gives a damaged database and its log another name, so that a new one can be begun and the old one be looked into. */
public final class SetAside {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private SetAside() {}

    /**
     * Renames the database of a directory; nothing is deleted or written over.
     *
     * @return the new name
     * @throws IOException if that is not possible; nothing or only a part of its files is renamed then
     */
    public static Path damaged(Path dataDir, Instant now) throws IOException {
        String name = Database.FILE_NAME + ".damaged-" + STAMP.format(now);
        for (String suffix : new String[] {"-wal", "-shm", ""}) {
            Path file = dataDir.resolve(Database.FILE_NAME + suffix);
            if (Files.exists(file)) {
                Files.move(file, dataDir.resolve(name + suffix));
            }
        }
        return dataDir.resolve(name);
    }
}
