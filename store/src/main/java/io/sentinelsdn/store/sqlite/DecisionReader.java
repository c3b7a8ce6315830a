package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.store.sqlite.StoredForm.UnreadableBodyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;

/**
 * Reads decisions of a database that another process may be writing to. Changes nothing, takes no lock and migrates
 * nothing. Stateless; any thread.
 */
public final class DecisionReader {
    private static final String BUSY_TIMEOUT_MS = "5000";

    private DecisionReader() {}

    /**
     * The last decision about a detection.
     *
     * @throws IOException with one line for a person, if there is no database or it cannot be read
     */
    public static Optional<Decision> read(Path dataDir, String detectionId) throws IOException {
        Path file = dataDir.resolve(Database.FILE_NAME);
        if (!Files.exists(file)) {
            throw new IOException("nothing is stored in " + dataDir);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setPragma(Pragma.BUSY_TIMEOUT, BUSY_TIMEOUT_MS);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
                PreparedStatement query =
                        connection.prepareStatement("SELECT form, body FROM decisions WHERE id = ?")) {
            query.setString(1, detectionId);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new StoredForm().read(Decision.class, row.getInt(1), row.getString(2)))
                        : Optional.empty();
            }
        } catch (SQLException failed) {
            throw new IOException("cannot read " + file + ": " + SqliteErrors.say(failed), failed);
        } catch (UnreadableBodyException damaged) {
            throw new IOException(
                    "the decision about " + detectionId + " cannot be read: " + damaged.getMessage(), damaged);
        }
    }
}
