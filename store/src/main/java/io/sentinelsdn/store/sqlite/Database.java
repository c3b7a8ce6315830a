package io.sentinelsdn.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * The file {@code sentinel.db}: a lock against other processes, one connection for the writer thread and a few for
 * readers. A file that cannot be used is named and left as it is.
 */
final class Database implements AutoCloseable {
    static final String FILE_NAME = "sentinel.db";

    private static final int READERS = 3;
    private static final int BUSY_TIMEOUT_MS = 5_000;
    /** Larger files are not checked at start: it would take too long. */
    private static final long CHECKED_BYTES = 64L << 20;

    /** Indices of requests are written all over; pages that are written often should go to the file once. */
    private static final int CHECKPOINT_PAGES = 24_000;

    private static final int WRITER_CACHE_KIB = 32_768;

    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final Path file;
    private volatile boolean damaged;
    private final FileChannel lock;
    private final Connection writer;
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);

    private Database(Path file, FileChannel lock, long maxPages) throws IOException, SQLException {
        this.file = file;
        this.lock = lock;
        this.writer = connect();
        try {
            check();
            Migrator.migrate(writer);
            execute(writer, "PRAGMA journal_size_limit = " + (64L << 20));
            execute(writer, "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            execute(writer, "PRAGMA cache_size = -" + WRITER_CACHE_KIB);
            if (maxPages > 0) {
                execute(writer, "PRAGMA max_page_count = " + maxPages);
            }
            for (int i = 0; i < READERS; i++) {
                readers.add(connect());
            }
        } catch (IOException | SQLException | RuntimeException unusable) {
            closeConnections();
            throw unusable;
        }
    }

    /**
     * Opens the database of a directory.
     *
     * @throws IOException with one line that names the path and what is wrong with it
     */
    static Database open(Path dataDir, long maxPages) throws IOException {
        Path file = dataDir.resolve(FILE_NAME);
        makeDirectory(dataDir);
        FileChannel lock = lock(dataDir);
        try {
            return new Database(file, lock, maxPages);
        } catch (SQLException damaged) {
            lock.close();
            throw new UnusableDatabase(
                    "database " + file + " cannot be used and was left as it is: " + SqliteErrors.say(damaged),
                    SqliteErrors.isDamage(damaged),
                    damaged);
        } catch (UnusableDatabase damaged) {
            lock.close();
            throw new UnusableDatabase("database " + file + " " + damaged.getMessage(), true, damaged);
        } catch (IOException unusable) {
            lock.close();
            throw new IOException("database " + file + " " + unusable.getMessage(), unusable);
        }
    }

    Path file() {
        return file;
    }

    /** The one connection that writes. Owned by the writer thread. */
    Connection writer() {
        return writer;
    }

    /** Runs a query on a reader's connection; waits at most 5 s for one. */
    <T> T read(Query<T> query) {
        Connection connection = null;
        try {
            connection = readers.poll(BUSY_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            if (connection == null) {
                throw unreadable("the store is busy: no free reader", null);
            }
            return query.run(connection);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unreadable("interrupted while reading " + file, interrupted);
        } catch (SQLException failed) {
            noteDamage(failed);
            throw unreadable("cannot read " + file + ": " + SqliteErrors.say(failed), failed);
        } finally {
            if (connection != null) {
                readers.add(connection);
            }
        }
    }

    /** The writer may go on for long with pages it has in memory; readers see it first. */
    private void noteDamage(SQLException failed) {
        if (SqliteErrors.isDamage(failed) && !damaged) {
            damaged = true;
            log.error("the database is damaged and cannot be read file={} reason={}", file, failed.getMessage());
        }
    }

    /** Whether something that was read made no sense. */
    boolean isDamaged() {
        return damaged;
    }

    /** A read. */
    @FunctionalInterface
    interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    @Override
    public void close() {
        closeConnections();
        try {
            lock.close();
        } catch (IOException released) {
            // Closing the channel gives the lock back in any case.
        }
    }

    private static UncheckedIOException unreadable(String message, Exception cause) {
        return new UncheckedIOException(message, new IOException(message, cause));
    }

    private static void makeDirectory(Path dataDir) throws IOException {
        try {
            Files.createDirectories(dataDir);
        } catch (FileAlreadyExistsException notADirectory) {
            throw new IOException("data directory " + dataDir + " is not a directory", notADirectory);
        } catch (IOException refused) {
            throw new UnusableDatabase(
                    "data directory " + dataDir + " cannot be made: " + SqliteErrors.say(refused), false, refused);
        }
        if (!Files.isReadable(dataDir) || !Files.isWritable(dataDir)) {
            throw new UnusableDatabase("data directory " + dataDir + " must be readable and writable", false, null);
        }
    }

    private static FileChannel lock(Path dataDir) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    dataDir.resolve("sentinel.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw new UnusableDatabase(
                    "data directory " + dataDir + " must be writable: " + SqliteErrors.say(refused), false, refused);
        }
        boolean mine = false;
        try {
            mine = channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            mine = false;
        } finally {
            if (!mine) {
                channel.close();
            }
        }
        if (!mine) {
            throw new IOException("data directory " + dataDir + " is in use by another running sentinel");
        }
        return channel;
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setSynchronous(SynchronousMode.NORMAL);
        config.setPragma(Pragma.BUSY_TIMEOUT, Integer.toString(BUSY_TIMEOUT_MS));
        config.enforceForeignKeys(true);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private void check() throws SQLException, IOException {
        if (file.toFile().length() > CHECKED_BYTES) {
            return;
        }
        try (Statement statement = writer.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            String verdict = row.next() ? row.getString(1) : "no answer";
            if (!verdict.equals("ok")) {
                throw new UnusableDatabase(
                        "is damaged and was left as it is: " + verdict.replace('\n', ' '), true, null);
            }
        }
    }

    private void closeConnections() {
        readers.forEach(Database::closeQuietly);
        closeQuietly(writer);
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException nothingToSave) {
            // Everything committed is in the log file already.
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
