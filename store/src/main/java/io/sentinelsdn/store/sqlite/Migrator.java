package io.sentinelsdn.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Brings a database to this program's schema: resources {@code V1.sql}, {@code V2.sql} … run in order, each in one
 * transaction with the number it sets in {@code user_version}.
 */
final class Migrator {
    /** The schema this program speaks; there is one resource for each number up to it. */
    static final int LATEST = 7;

    private static final int INCREMENTAL = 2;

    private Migrator() {}

    /**
     * Migrates.
     *
     * @throws IOException if the database is newer than this program, or belongs to another one; it is left as it is
     */
    static void migrate(Connection connection) throws SQLException, IOException {
        migrate(connection, LATEST);
    }

    /** The same up to an earlier schema, so that tests can make databases as they were. */
    static void migrate(Connection connection, int latest) throws SQLException, IOException {
        int version = number(connection, "PRAGMA user_version");
        if (version > LATEST || version < 0) {
            throw new IOException("has schema version " + version + ", but this program knows versions up to " + LATEST
                    + ": use the newer program");
        }
        if (version == 0 && number(connection, "SELECT count(*) FROM sqlite_master") > 0) {
            throw new IOException("is the database of another program");
        }
        returnFreePages(connection);
        for (int next = version + 1; next <= latest; next++) {
            step(connection, next);
        }
    }

    /**
     * Lets the file get smaller again when much was deleted. A file that was made without this is rewritten once.
     */
    private static void returnFreePages(Connection connection) throws SQLException {
        if (number(connection, "PRAGMA auto_vacuum") == INCREMENTAL) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = " + INCREMENTAL);
            statement.execute("VACUUM");
        } catch (SQLException noRoom) {
            // There must be room for a second file. Without it free pages are used again, but not given back.
        }
    }

    private static void step(Connection connection, int number) throws SQLException, IOException {
        String script = resource("V" + number + ".sql");
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                for (String sql : script.split(";\\s*\\n", -1)) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
                statement.execute("PRAGMA user_version = " + number);
                statement.execute("COMMIT");
            } catch (SQLException failed) {
                statement.execute("ROLLBACK");
                throw failed;
            }
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream script = Migrator.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IOException("resource is missing: " + name);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
