package io.sentinelsdn.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * Copies the database of a directory as it is at one moment, beside a process that goes on writing, too (SQLite's
 * {@code VACUUM INTO}). The copy has its name only when it is whole and checked.
 */
public final class Backup {
    private Backup() {}

    /**
     * Makes a backup.
     *
     * @param over whether a file of this name may be replaced
     * @return its size in bytes
     * @throws IOException with one line for a person; a file that was there is still there then
     */
    public static long make(Path dataDir, Path target, boolean over) throws IOException {
        Path source = dataDir.resolve(Database.FILE_NAME);
        if (!Files.isRegularFile(source)) {
            throw new IOException("there is no database to back up: " + source);
        }
        if (Files.isDirectory(target)) {
            throw new IOException("backup must be a file and not a directory: " + target);
        }
        if (Files.exists(target) && !over) {
            throw new FileAlreadyExistsException("backup exists already, --force replaces it: " + target);
        }
        if (Files.exists(target) && Files.isSameFile(target, source)) {
            throw new IOException("a database cannot be its own backup: " + target);
        }
        Path part = target.resolveSibling(
                "." + target.getFileName() + ".part-" + ProcessHandle.current().pid());
        try {
            copy(source, part);
            check(part);
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Files.size(target);
        } catch (SQLException failed) {
            throw new IOException(
                    "cannot back up " + source + " to " + target + ": " + SqliteErrors.say(failed), failed);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void copy(Path source, Path part) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + source)) {
            Statements statements = new Statements(connection);
            statements.execute("PRAGMA busy_timeout = 10000");
            statements.run("VACUUM INTO ?", part.toString());
        }
    }

    private static void check(Path part) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + part)) {
            List<String> said = Statements.list(connection, "PRAGMA integrity_check", row -> row.getString(1));
            if (!said.equals(List.of("ok"))) {
                throw new IOException("the database is damaged, no backup was made: " + said.get(0));
            }
        }
    }
}
