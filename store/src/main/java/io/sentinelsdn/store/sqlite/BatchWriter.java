package io.sentinelsdn.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes lists of writes in one transaction each. A list with a durable write in it is synced to the disk before the
 * commit returns ({@code synchronous = FULL}), others at the next checkpoint ({@code NORMAL}: survives the death of the
 * process, not of the machine). Owned by the writer thread.
 */
final class BatchWriter {
    private final Statements statements;
    private boolean full;

    BatchWriter(Connection connection) {
        this.statements = new Statements(connection);
    }

    /** All of them or none. */
    void write(List<Write> batch) throws SQLException {
        synchronous(batch.stream().anyMatch(Write::durable));
        statements.execute("BEGIN IMMEDIATE");
        try {
            for (Write write : batch) {
                write.work().run(statements);
            }
            statements.execute("COMMIT");
        } catch (SQLException | RuntimeException failed) {
            statements.forget();
            rollback();
            throw failed;
        }
    }

    /** Runs one statement that need not be synced and answers how many rows it changed. */
    int run(String sql, Object... values) throws SQLException {
        synchronous(false);
        try {
            return statements.run(sql, values);
        } catch (SQLException failed) {
            statements.forget();
            throw failed;
        }
    }

    /** Gives at most so many free pages back to the file system and answers how many are left. */
    long shrink(int pages) throws SQLException {
        synchronous(false);
        statements.update("PRAGMA incremental_vacuum(" + pages + ")");
        return statements.number("PRAGMA freelist_count");
    }

    private void synchronous(boolean wanted) throws SQLException {
        if (wanted != full) {
            statements.execute("PRAGMA synchronous = " + (wanted ? "FULL" : "NORMAL"));
            full = wanted;
        }
    }

    private void rollback() {
        try {
            statements.execute("ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            // SQLite ends the transaction by itself after some errors, a full disk among them.
        }
    }
}
