package io.sentinelsdn.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes lists of statements in one transaction each. A list with a durable write in it is synced to the disk before
 * the commit returns ({@code synchronous = FULL}), others at the next checkpoint ({@code NORMAL}: survives the death of
 * the process, not of the machine). Owned by the writer thread.
 */
final class BatchWriter {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private boolean full;

    BatchWriter(Connection connection) {
        this.connection = connection;
    }

    /** All of them or none. */
    void write(List<Write> batch) throws SQLException {
        synchronous(batch.stream().anyMatch(Write::durable));
        execute("BEGIN IMMEDIATE");
        try {
            for (Write write : batch) {
                run(write);
            }
            execute("COMMIT");
        } catch (SQLException | RuntimeException failed) {
            forgetStatements();
            rollback();
            throw failed;
        }
    }

    private void run(Write write) throws SQLException {
        PreparedStatement statement = prepared.get(write.sql());
        if (statement == null) {
            statement = connection.prepareStatement(write.sql());
            prepared.put(write.sql(), statement);
        }
        Object[] values = write.values().get();
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    private void synchronous(boolean wanted) throws SQLException {
        if (wanted != full) {
            execute("PRAGMA synchronous = " + (wanted ? "FULL" : "NORMAL"));
            full = wanted;
        }
    }

    /** The driver does not run a statement again that has failed once. */
    private void forgetStatements() {
        for (PreparedStatement statement : prepared.values()) {
            try {
                statement.close();
            } catch (SQLException brokenAnyway) {
                // It is not used again.
            }
        }
        prepared.clear();
    }

    private void rollback() {
        try {
            execute("ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            // SQLite ends the transaction by itself after some errors, a full disk among them.
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
